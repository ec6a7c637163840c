import type { ReactNode } from 'react'
import { Problem } from '../api/client'
import { Mark } from './state'

/** What went wrong, in a sentence, and what to do. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Problem ? error : null
  return (
    <div className="note bad" role="alert">
      <Mark tone="bad" />
      <div>
        <p>{problem?.detail ?? (error instanceof Error ? error.message : String(error))}</p>
        {problem?.hint && <p className="faint">{problem.hint}</p>}
        {!!problem?.fields.length && (
          <ul>
            {problem.fields.map(field => (
              <li key={field.name + field.message}>
                <code>{field.name}</code> {field.message}
              </li>
            ))}
          </ul>
        )}
        {retry && (
          <button type="button" onClick={retry}>
            Ask again
          </button>
        )}
      </div>
    </div>
  )
}

/** Stands where a list would be. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>
}

/** Lines in the place where the answer will stand, so that nothing jumps. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="loading" role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className={`loading-line l${i % 3}`} />
      ))}
    </div>
  )
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/** The answer, or why there is none. What was known stays on the screen when it can't be read again. */
export function Answer<T>({ of, lines, children }: { of: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) return <ErrorNote error={of.error} retry={() => of.refetch()} />
  return <Loading lines={lines} />
}
