/** What went wrong, as the service said it: a sentence, and what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly hint: string | null = null,
    readonly fields: { name: string; message: string }[] = [],
    readonly problems: { line?: number | null; column?: number | null; message: string }[] = [],
  ) {
    super(detail || title)
  }
}

let csrf: string | null = null
let lostLogin: () => void = () => {}

export function rememberCsrf(token: string | undefined) {
  csrf = token ?? null
}

/** Called when the service no longer knows who asks. */
export function onLostLogin(listener: () => void) {
  lostLogin = listener
}

type Options = {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  keepalive?: boolean
}

async function problemOf(answer: Response): Promise<Problem> {
  const document = await answer
    .clone()
    .json()
    .catch(() => ({}))
  return new Problem(
    answer.status,
    document.title ?? `The service answered ${answer.status}`,
    document.detail ?? document.title ?? `The service answered ${answer.status} ${answer.statusText}.`,
    document.hint ?? null,
    document.fields ?? [],
    document.problems ?? [],
  )
}

async function send(path: string, options: Options): Promise<Response> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(
      0,
      'The service does not answer',
      'The service does not answer.',
      'What you see is what it last told; this page goes on by itself when it is back.',
    )
  }
}

/** The answer of the service, or a {@link Problem}. */
export async function ask<T>(path: string, options: Options = {}): Promise<T> {
  return (await askWhole<T>(path, options)).body
}

/** As {@link ask}, with the ETag. */
export async function askWhole<T>(path: string, options: Options = {}): Promise<{ body: T; etag: string | null }> {
  const answer = await send(path, options)
  if (!answer.ok) {
    if (answer.status === 401 && path !== '/login' && path !== '/me') lostLogin()
    throw await problemOf(answer)
  }
  const text = await answer.text()
  return { body: (text ? JSON.parse(text) : null) as T, etag: answer.headers.get('ETag') }
}

/** A segment of a path. */
export const seg = (text: string | number) => encodeURIComponent(String(text))

/** A name for one wish, so that asking twice does it once. */
export const idempotencyKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`
