import { useState } from 'react'
import { ask } from '../api/client'
import { useAudit } from '../api/queries'
import type { AuditEntry } from '../api/types'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { Page } from '../parts/page'
import { State } from '../parts/state'
import { At } from '../parts/time'
import { count, words } from '../parts/words'

type Verdict = { intact: boolean; entries?: number; problem?: string | null }

/** Who did what, and whether the record is whole. */
export function AuditPage() {
  const audit = useAudit()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [text, setText] = useState('')
  const verify = () => {
    setError(null)
    ask<Verdict>('/audit/verify').then(setVerdict, setError)
  }
  const fits = (entry: AuditEntry) => {
    const line = `${entry.actor} ${entry.action} ${entry.target} ${entry.reason}`.toLowerCase()
    return text
      .toLowerCase()
      .split(/\s+/)
      .every(word => line.includes(word))
  }
  return (
    <Page
      title="Audit"
      tools={
        <>
          {verdict && (
            <span role="status">
              {verdict.intact ? (
                <State kind="ok" text={`whole: ${count(verdict.entries ?? 0, 'entry', 'entries')} checked`} />
              ) : (
                <State kind="failed" text={verdict.problem ?? 'not as it was written'} />
              )}
            </span>
          )}
          <input
            type="search"
            className="filter"
            aria-label="Words in the record"
            placeholder="Person, action, server"
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <button type="button" onClick={verify}>
            Verify
          </button>
        </>
      }
    >
      {error !== null && <ErrorNote error={error} />}
      <Answer of={audit} lines={12}>
        {data => {
          const all = data.pages.flatMap(page => page.items)
          const shown = all.filter(fits)
          if (shown.length === 0)
            return <Empty>{all.length ? 'No entry is like that.' : 'Nobody did anything yet.'}</Empty>
          return (
            <>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col" className="right">
                      No.
                    </th>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                    <th scope="col">On</th>
                    <th scope="col">Why</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(entry => (
                    <tr key={entry.id}>
                      <td data-label="No." className="right num faint">
                        {entry.id}
                      </td>
                      <td data-label="When">
                        <At time={entry.at} seconds />
                      </td>
                      <td data-label="Who">{entry.actor}</td>
                      <td data-label="What">{words(entry.action)}</td>
                      <td data-label="On" className="mono wrap">
                        {entry.target}
                      </td>
                      <td data-label="Why" className="wrap">
                        {entry.reason}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {audit.hasNextPage && (
                <p className="foot">
                  <button type="button" disabled={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
                    Older ones
                  </button>
                </p>
              )}
            </>
          )
        }}
      </Answer>
    </Page>
  )
}
