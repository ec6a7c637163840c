import { useDeferredValue } from 'react'
import { usePast, useRuns } from '../api/queries'
import type { Run } from '../api/types'
import { useMay } from '../frame/session'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { State } from '../parts/state'
import { At, duration, useNow } from '../parts/time'
import { count, shortRun, words } from '../parts/words'
import { go, Link, usePlace, withQuery } from '../route/place'

const STATUSES = ['running', 'failed', 'pending', 'completed', 'cancelled'] as const

/** All runs, newest first; the filter is in the address. */
export function RunsPage() {
  const { query } = usePlace()
  const may = useMay('operator')
  const asked = new URLSearchParams()
  for (const key of ['status', 'phase', 'server', 'definition', 'text']) {
    for (const value of query.getAll(key)) asked.append(key, value)
  }
  const filter = useDeferredValue(asked.toString())
  const runs = useRuns(filter)
  const status = query.getAll('status')

  return (
    <Page
      title="Runs"
      tools={
        <>
          <fieldset className="segments" aria-label="Status">
            <Link
              href={withQuery({ status: null, phase: null })}
              aria-current={status.length === 0 ? 'true' : undefined}
            >
              all
            </Link>
            {STATUSES.map(each => (
              <Link
                key={each}
                href={withQuery({ status: each, phase: null })}
                aria-current={status.includes(each) ? 'true' : undefined}
              >
                {each}
              </Link>
            ))}
          </fieldset>
          <input
            type="search"
            className="filter"
            aria-label="Words in runs"
            placeholder="Words: server, template, person"
            value={query.get('text') ?? ''}
            onChange={event => go(withQuery({ text: event.target.value }), { replace: true })}
          />
          <Link className="button" href="/batches">
            Batches
          </Link>
          <BeforeUs />
          {may && (
            <Link className="button main" href="/start">
              Start a run
            </Link>
          )}
        </>
      }
    >
      <Answer of={runs} lines={12}>
        {data => {
          const all = data.pages.flatMap(page => page.items)
          if (all.length === 0) {
            return <Empty>{filter ? 'No run is like that.' : 'No run was started yet.'}</Empty>
          }
          return (
            <>
              <RunTable runs={all} />
              <p className="foot">
                {data.pages[0]?.total != null
                  ? `${all.length} of ${count(data.pages[0].total, 'run')}`
                  : count(all.length, 'run')}
                {runs.hasNextPage && (
                  <button type="button" disabled={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
                    {runs.isFetchingNextPage ? 'Reading …' : 'Older ones'}
                  </button>
                )}
              </p>
            </>
          )
        }}
      </Answer>
    </Page>
  )
}

/** The way to what the original ran, where it ran anything. */
function BeforeUs() {
  const past = usePast('')
  if (!past.data?.pages[0]?.total) return null
  return (
    <Link className="button" href="/history">
      Before HWAutomation 1
    </Link>
  )
}

/** Runs as rows. */
export function RunTable({ runs, server = true }: { runs: Run[]; server?: boolean }) {
  return (
    <table className="table runs">
      <thead>
        <tr>
          <th scope="col">State</th>
          {server && <th scope="col">Server</th>}
          <th scope="col">Template</th>
          <th scope="col">Step</th>
          <th scope="col" className="message">
            Last message
          </th>
          <th scope="col">Started</th>
          <th scope="col" className="right">
            Took
          </th>
          <th scope="col">By</th>
          <th scope="col">Run</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <RunRow key={run.run_id} run={run} server={server} />
        ))}
      </tbody>
    </table>
  )
}

/** In a word: the phase where it says more than the status. */
export const runKind = (run: Run) =>
  run.phase && run.phase !== 'none' ? run.phase : run.interrupted ? 'interrupted' : run.status

function RunRow({ run, server }: { run: Run; server: boolean }) {
  const kind = runKind(run)
  return (
    <tr>
      <td data-label="State">
        <State kind={kind} text={words(kind)} />
      </td>
      {server && (
        <td data-label="Server">
          <Link href={`/runs/${run.run_id}`} className="name">
            {run.hostname ?? run.server_id ?? '–'}
          </Link>
        </td>
      )}
      <td data-label="Template">{run.definition}</td>
      <td data-label="Step">
        <span className="num">
          {run.steps_completed ?? 0}/{run.steps ?? '–'}
        </span>{' '}
        <span className="mono">{run.status === 'completed' ? '' : run.current_step_name}</span>
      </td>
      <td data-label="Last message" className="message" title={run.message ?? undefined}>
        <span className="clip">{run.message}</span>
      </td>
      <td data-label="Started">
        <At time={run.start_time} />
      </td>
      <td data-label="Took" className="right">
        <Took run={run} />
      </td>
      <td data-label="By">{run.started_by}</td>
      <td data-label="Run">
        <Link href={`/runs/${run.run_id}`} className="mono small" title={run.run_id}>
          {shortRun(run.run_id)}
        </Link>
      </td>
    </tr>
  )
}

function Took({ run }: { run: Run }) {
  const now = useNow()
  if (!run.start_time) return <span className="faint">–</span>
  const end = run.end_time ? Date.parse(run.end_time) : now
  return <span className="num">{duration((end - Date.parse(run.start_time)) / 1000)}</span>
}
