import { useBatch } from '../api/queries'
import type { Batch, BatchServer } from '../api/types'
import { Answer } from '../parts/notes'
import { Page } from '../parts/page'
import { State } from '../parts/state'
import { At } from '../parts/time'
import { Link } from '../route/place'
import { BatchOrders } from './BatchOrders'
import { Counts, toneOfResult } from './Counts'

/** One batch: the whole of it, and each server's result. */
export function BatchPage({ name }: { name: string }) {
  const batch = useBatch(name)
  return (
    <Page title={`Batch ${name}`} tools={batch.data && <BatchOrders batch={batch.data} />}>
      <Answer of={batch} lines={12}>
        {data => (
          <>
            <Whole batch={data} />
            <Servers servers={data.servers} />
          </>
        )}
      </Answer>
    </Page>
  )
}

function Whole({ batch }: { batch: Batch }) {
  return (
    <>
      <p className="run-line">
        <State kind={batch.state === 'stopped' ? 'failed' : batch.state} text={batch.state} />
        {batch.why && <span>{batch.why}</span>}
        <Counts of={batch} />
      </p>
      <p className="faint">
        <Link href={`/templates/${encodeURIComponent(batch.template)}`}>{batch.template}</Link>, {batch.max} at once
        {batch.per_rack ? `, ${batch.per_rack} in a rack` : ''}
        {batch.stops_at ? `; stops at ${batch.stops_at} failures, ${batch.failures} so far` : ''}; by {batch.started_by}{' '}
        at <At time={batch.start_time} />
      </p>
    </>
  )
}

function Servers({ servers }: { servers: BatchServer[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Rack</th>
          <th scope="col">Server</th>
          <th scope="col">Result</th>
          <th scope="col">Steps</th>
          <th scope="col" className="message">
            Last message
          </th>
        </tr>
      </thead>
      <tbody>
        {servers.map(server => (
          <tr key={server.server}>
            <td data-label="Rack" className="mono">
              {server.rack}
            </td>
            <td data-label="Server">
              <Link
                className="name"
                href={server.run_id ? `/runs/${server.run_id}` : `/servers/${encodeURIComponent(server.server)}`}
              >
                {server.server}
              </Link>
            </td>
            <td data-label="Result">
              <State kind={server.result} tone={toneOfResult(server.result)} />
            </td>
            <td data-label="Steps" className="num">
              {server.steps ? `${server.steps_completed ?? 0}/${server.steps}` : ''}
            </td>
            <td data-label="Last message" className="message">
              {server.message}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
