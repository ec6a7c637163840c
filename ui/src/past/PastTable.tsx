import type { PastRun, PowerState } from '../api/types'
import { State } from '../parts/state'
import { words } from '../parts/words'
import { Link } from '../route/place'
import { pastTime, pastTone, pastTook } from './words'

/** A time of the original's. */
export function PastAt({ time }: { time: string | null | undefined }) {
  if (!time) return <span className="faint">–</span>
  return (
    <span className="mono" title={`${time}, as it was written: without a zone`}>
      {pastTime(time)}
    </span>
  )
}

export function PastState({ status, why }: { status: string | null | undefined; why?: string | null }) {
  return (
    <span title={why ?? undefined}>
      <State kind={status} tone={pastTone(status)} text={words(status) || '–'} />
    </span>
  )
}

/** What the original ran, as rows. */
export function PastTable({ runs, server = true }: { runs: PastRun[]; server?: boolean }) {
  return (
    <table className="table past" aria-label="Runs of the original">
      <thead>
        <tr>
          <th scope="col">State</th>
          {server && <th scope="col">Server</th>}
          <th scope="col">Workflow</th>
          <th scope="col">Step</th>
          <th scope="col" className="message">
            Error
          </th>
          <th scope="col">Started</th>
          <th scope="col" className="right">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <tr key={run.id}>
            <td data-label="State">
              <PastState status={run.status} why={run.why} />
            </td>
            {server && <td data-label="Server">{run.hostname || '–'}</td>}
            <td data-label="Workflow">
              <Link href={`/history/${run.id}`} className="name wrap">
                {run.workflow_id || `row ${run.id}`}
              </Link>
            </td>
            <td data-label="Step" className="num">
              {run.steps_completed}/{run.total_steps}
            </td>
            <td data-label="Error" className="message" title={run.error_message ?? undefined}>
              <span className="clip">{run.error_message ?? run.why}</span>
            </td>
            <td data-label="Started">
              <PastAt time={run.started_at} />
            </td>
            <td data-label="Took" className="right num">
              {pastTook(run.started_at, run.completed_at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** When servers were switched on and off, as rows. */
export function PowerTable({ changes, server = true }: { changes: PowerState[]; server?: boolean }) {
  return (
    <table className="table past" aria-label="Power states">
      <thead>
        <tr>
          {server && <th scope="col">Server</th>}
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">When</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(change => (
          <tr key={change.id}>
            {server && <td data-label="Server">{change.hostname || '–'}</td>}
            <td data-label="From">{change.old_state}</td>
            <td data-label="To">{change.new_state}</td>
            <td data-label="When">
              <PastAt time={change.changed_at} />
            </td>
            <td data-label="By">{change.changed_by}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
