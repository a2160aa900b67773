import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, test } from 'vitest';
import { temporaryFolder } from '../support/app.js';
import { type Certificates, makeCertificates } from '../support/certificates.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, openCompany } from './company.js';
import { expectFault, expectHealed } from './expected.js';

describeWithMariaDb(
  'the certificate of a server',
  () => {
    let server: MariaDb;
    let own: Certificates;
    let others: Readonly<Record<'strange' | 'misnamed' | 'expired', Certificates>>;
    beforeAll(async () => {
      const [made, strange, misnamed, expired] = await Promise.all([
        makeCertificates('localhost'),
        makeCertificates('localhost'),
        makeCertificates('db.example.com'),
        expiredCertificate(),
      ]);
      own = made;
      others = { strange, misnamed, expired };
      server = await startMariaDb({ tls: own });
    });
    afterAll(() => server?.close());

    /** Whoever is connected does not notice. */
    async function present(certificates: Certificates, { sql }: Company): Promise<void> {
      const folder = dirname(server.socket ?? '');
      for (const part of ['ca', 'cert', 'key'] as const)
        await writeFile(join(folder, `${part}.pem`), certificates[part]);
      await server.query('FLUSH SSL');
      await sql('KILL USER reader');
    }

    test.each([
      ['is signed by somebody else', 'strange', 'the server’s certificate is not trusted', /self.signed certificate/],
      ['is for another name', 'misnamed', 'the server’s certificate is for another host name', /altnames/],
      ['has expired', 'expired', 'the server’s certificate is not trusted', /certificate has expired/],
    ] as const)('%s', async (_, kind, says, cause) => {
      const ca = join(temporaryFolder(), 'ca.pem');
      await writeFile(ca, [own.ca, others.misnamed.ca, others.expired.ca].join('\n'));
      const company = await openCompany(server, { productionSource: `host: localhost, tls: verify, ca: ${ca}` });
      const first = await company.ask();
      await present(others[kind], company);
      await expectFault(company, { source: 'erp-production', says, cause }, first);
      await present(own, company);
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      await expectHealed(company, { source: 'erp-production' }, 'by question', { test: 10, production: 15 });
    });
  },
  { own: true },
);

const CONFIGURATION = `
[req]
distinguished_name = name
[name]
[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
basicConstraints = critical, CA:TRUE
subjectAltName = DNS:localhost
`;

/** Signed by itself, and valid for one day of the past. */
async function expiredCertificate(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-expired-'));
  try {
    const openssl = (...args: string[]) => promisify(execFile)('openssl', [...args, '-config', 'cnf'], { cwd: folder });
    await writeFile(join(folder, 'cnf'), CONFIGURATION);
    await writeFile(join(folder, 'index'), '');
    const curve = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    await openssl('req', '-new', ...curve, '-subj', '/CN=localhost', '-keyout', 'key', '-out', 'csr');
    const day = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
    await openssl('ca', '-batch', '-selfsign', '-notext', ...day, '-keyfile', 'key', '-in', 'csr', '-out', 'cert');
    const [key = '', cert = ''] = await Promise.all(
      ['key', 'cert'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    return { ca: cert, cert, key };
  } finally {
    await rm(folder, { recursive: true });
  }
}
