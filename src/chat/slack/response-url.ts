import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Why an answer could not be left at a response_url. `slack` is Slack’s code where it gave one. */
export class ResponseUrlError extends Error {
  override readonly name = 'ResponseUrlError';
  constructor(
    readonly slack: string,
    /** Of HTTP; null where there was no answer. */
    private readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(`Slack did not take the response: ${slack}`, options);
  }

  /** Whether trying again may help. */
  get passes(): boolean {
    if (this.status === null) return this.slack !== LATE;
    return this.status === 429 || this.status >= 500;
  }
}

const LATE = 'no_answer_in_time';

/** Milliseconds; whoever asked is waiting, and there are other ways to them. */
const TIMEOUT = 5000;
/** Seconds. */
const LONGEST_WAIT = 30;

/**
 * A server’s trouble passes; a used-up or expired address does not, and one that says nothing may well have done it. Of
 * five uses two tries are spared.
 */
const retrying = retry(
  handleWhen((error) => error instanceof ResponseUrlError && error.passes),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 300, maxDelay: 2000 }) },
);

/** Bolt’s own `respond` has neither a time limit nor a retry. Rejects with ResponseUrlError. */
export async function respond(url: string, body: object): Promise<void> {
  await retrying.execute(async () => {
    const { response, text } = await post(url, body);
    const refusal = refusalOf(response, text);
    if (refusal === null) return;
    const after = Math.min(Number(response.headers.get('retry-after') ?? 0), LONGEST_WAIT);
    if (response.status === 429) await new Promise((resolve) => setTimeout(resolve, after * 1000));
    throw new ResponseUrlError(refusal, response.status);
  });
}

async function post(url: string, body: object): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { response, text: await response.text() };
  } catch (cause) {
    const late = cause instanceof Error && cause.name === 'TimeoutError';
    throw new ResponseUrlError(late ? LATE : 'unreachable', null, { cause });
  }
}

/** Slack answers “ok”, or `{"ok":false,"error":"…"}` with any status, or a bare code. */
function refusalOf(response: Response, text: string): string | null {
  const [, code] = /"error"\s*:\s*"([a-z_]+)"/.exec(text) ?? [];
  if (response.ok && !(code && /"ok"\s*:\s*false/.test(text))) return null;
  return code ?? (/^[a-z_]+$/.test(text.trim()) ? text.trim() : `http_${response.status}`);
}
