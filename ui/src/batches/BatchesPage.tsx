import { useBatches } from '../api/queries'
import type { BatchSummary } from '../api/types'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { State } from '../parts/state'
import { At } from '../parts/time'
import { Link } from '../route/place'
import { Counts } from './Counts'

/** Many servers at a time: what was begun, and how far it is. */
export function BatchesPage() {
  const batches = useBatches()
  return (
    <Page title="Batches">
      <Answer of={batches}>
        {all =>
          all.length === 0 ? (
            <Empty>No batch was begun. Plan a run for more than one server, and start it as a batch.</Empty>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Batch</th>
                  <th scope="col">State</th>
                  <th scope="col">Template</th>
                  <th scope="col">Servers</th>
                  <th scope="col">Started</th>
                  <th scope="col">By</th>
                </tr>
              </thead>
              <tbody>
                {all.map(batch => (
                  <Row key={batch.name} batch={batch} />
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Page>
  )
}

function Row({ batch }: { batch: BatchSummary }) {
  return (
    <tr>
      <td data-label="Batch">
        <Link className="name" href={`/batches/${encodeURIComponent(batch.name)}`}>
          {batch.name}
        </Link>
      </td>
      <td data-label="State">
        <State kind={batch.state === 'stopped' ? 'failed' : batch.state} text={batch.state} />
        {batch.why && <span className="faint small line2">{batch.why}</span>}
      </td>
      <td data-label="Template">{batch.template}</td>
      <td data-label="Servers">
        <Counts of={batch} />
      </td>
      <td data-label="Started">
        <At time={batch.start_time} />
      </td>
      <td data-label="By">{batch.started_by}</td>
    </tr>
  )
}
