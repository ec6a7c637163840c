import { usePast, usePower } from '../api/queries'
import { Link } from '../route/place'
import { PastTable, PowerTable } from './PastTable'

const NEWEST = 10

/** What the original ran on a server; nothing where it ran nothing. */
export function PastRuns({ server }: { server: string }) {
  const runs = usePast(server)
  const first = runs.data?.pages[0]
  if (!first?.items.length) return null
  return (
    <section className="panel">
      <h2>Before HWAutomation 1</h2>
      <PastTable runs={first.items.slice(0, NEWEST)} server={false} />
      <All server={server} total={first.total} />
    </section>
  )
}

/** When a server was switched on and off; nothing where that was not kept. */
export function PowerStates({ server }: { server: string }) {
  const power = usePower(server)
  const first = power.data?.pages[0]
  if (!first?.items.length) return null
  return (
    <section className="panel">
      <h2>Power states</h2>
      <PowerTable changes={first.items.slice(0, NEWEST)} server={false} />
      <All server={server} total={first.total} />
    </section>
  )
}

function All({ server, total }: { server: string; total?: number | null }) {
  if ((total ?? 0) <= NEWEST) return null
  return (
    <p className="foot">
      <Link href={`/history?server=${encodeURIComponent(server)}`}>All {total}</Link>
    </p>
  )
}
