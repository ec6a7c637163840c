import { usePastRun } from '../api/queries'
import type { PastRunDetail, PastStep } from '../api/types'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { Values } from '../parts/values'
import { Link } from '../route/place'
import { PastAt, PastState } from './PastTable'
import { pastTook } from './words'

/** One run of the original, with its steps. */
export function PastRunPage({ row }: { row: string }) {
  const run = usePastRun(row)
  return (
    <Page
      title={run.data?.workflow_id || `Row ${row}`}
      head={<Head row={row} run={run.data} />}
      tools={
        <>
          {run.data?.hostname && (
            <Link className="button" href={`/history?server=${encodeURIComponent(run.data.server_id)}`}>
              All of {run.data.hostname}
            </Link>
          )}
          <Link className="button" href="/history">
            Before HWAutomation 1
          </Link>
        </>
      }
    >
      <Answer of={run} lines={10}>
        {data => <Body run={data} />}
      </Answer>
    </Page>
  )
}

function Head({ row, run }: { row: string; run?: PastRunDetail }) {
  return (
    <div className="run-head">
      <h1>{run?.workflow_id || `Row ${row}`}</h1>
      {run && (
        <p className="run-line">
          <PastState status={run.status} />
          <span>{run.hostname}</span>
        </p>
      )}
    </div>
  )
}

function Body({ run }: { run: PastRunDetail }) {
  const facts = {
    row: run.id,
    server_id: run.server_id,
    device_type: run.device_type,
    written_status: run.written_status,
    started_at: run.started_at,
    completed_at: run.completed_at,
    steps: `${run.steps_completed} of ${run.total_steps}`,
    ...run.context,
  }
  return (
    <div className="two">
      <div>
        {(run.why || run.error_message) && (
          <section className="panel">
            <h2>{run.why ? 'Interrupted' : 'Error'}</h2>
            {run.why && <p>{run.why}</p>}
            {run.error_message && <p className="wrap">{run.error_message}</p>}
          </section>
        )}
        <section className="panel">
          <h2>Steps</h2>
          {run.steps.length ? (
            <Steps steps={run.steps} />
          ) : (
            <Empty>{run.metadata_problem ?? 'None was written down.'}</Empty>
          )}
        </section>
      </div>
      <div>
        <section className="panel">
          <h2>What was written</h2>
          <Values of={facts} />
        </section>
        {Object.keys(run.metadata).length > 0 && (
          <section className="panel">
            <h2>Besides</h2>
            <Values of={run.metadata} />
          </section>
        )}
      </div>
    </div>
  )
}

function Steps({ steps }: { steps: PastStep[] }) {
  return (
    <table className="table past" aria-label="Steps">
      <thead>
        <tr>
          <th scope="col">State</th>
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
        {steps.map((step, i) => (
          <tr key={i}>
            <td data-label="State">
              <PastState status={step.status} />
            </td>
            <td data-label="Step" className="mono wrap">
              {step.name}
            </td>
            <td data-label="Error" className="message wrap">
              {step.error_message}
            </td>
            <td data-label="Started">
              <PastAt time={step.started_at} />
            </td>
            <td data-label="Took" className="right num">
              {pastTook(step.started_at, step.completed_at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
