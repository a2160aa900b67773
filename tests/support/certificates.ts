import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** All three in PEM: a certificate authority's certificate, and the key and certificate that it issued to a server. */
export interface Certificates {
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes an authority and a server certificate for one host name and some IP addresses, valid from now for two days. */
export async function makeCertificates(host: string, ips: readonly string[] = []): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-certificates-'));
  try {
    const file = (name: string): string => join(folder, name);
    const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });

    await writeFile(file('openssl.cnf'), configuration(host, ips));
    const request = ['req', '-config', 'openssl.cnf', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const validity = ['-days', '2', '-sha256'];
    await openssl(
      ...request,
      '-x509',
      ...validity,
      '-extensions',
      'authority',
      '-subj',
      '/CN=Tally test authority',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
    );
    await openssl(...request, '-subj', `/CN=${host}`, '-keyout', 'server.key', '-out', 'server.csr');
    await openssl(
      'x509',
      '-req',
      ...validity,
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-extfile',
      'openssl.cnf',
      '-extensions',
      'server',
      '-out',
      'server.pem',
    );

    const pem = (name: string) => readFile(file(name), 'utf8');
    return { ca: await pem('ca.pem'), key: await pem('server.key'), cert: await pem('server.pem') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Complete, so that nothing depends on the machine's own openssl.cnf. */
function configuration(host: string, ips: readonly string[]): string {
  const names = [`DNS:${host}`, ...ips.map((ip) => `IP:${ip}`)].join(',');
  return `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${names}
`;
}
