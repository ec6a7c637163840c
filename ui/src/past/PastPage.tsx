import { useDeferredValue } from 'react'
import { usePast, usePower } from '../api/queries'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { count } from '../parts/words'
import { go, usePlace, withQuery } from '../route/place'
import { PastTable, PowerTable } from './PastTable'

/** What the original ran, and the power states that were kept; the server is in the address. */
export function PastPage() {
  const { query } = usePlace()
  const server = useDeferredValue(query.get('server') ?? '')
  const runs = usePast(server)
  const power = usePower(server)
  const none = server ? `No row is about a server that is called '${server}'.` : null
  return (
    <Page
      title="Before HWAutomation 1"
      tools={
        <input
          type="search"
          className="filter"
          aria-label="Server"
          placeholder="Server: its name or id, whole"
          value={query.get('server') ?? ''}
          onChange={event => go(withQuery({ server: event.target.value }), { replace: true })}
        />
      }
    >
      <section className="panel">
        <h2>Runs</h2>
        <Answer of={runs} lines={8}>
          {data => {
            const all = data.pages.flatMap(page => page.items)
            if (all.length === 0) return <Empty>{none ?? 'The original ran nothing that is known here.'}</Empty>
            return (
              <>
                <PastTable runs={all} />
                <More of={runs} shown={all.length} total={data.pages[0]?.total} one="run" />
              </>
            )
          }}
        </Answer>
      </section>
      <section className="panel">
        <h2>Power states</h2>
        <Answer of={power} lines={4}>
          {data => {
            const all = data.pages.flatMap(page => page.items)
            if (all.length === 0) return <Empty>{none ?? 'No change was kept.'}</Empty>
            return (
              <>
                <PowerTable changes={all} />
                <More of={power} shown={all.length} total={data.pages[0]?.total} one="change" />
              </>
            )
          }}
        </Answer>
      </section>
    </Page>
  )
}

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

function More({ of, shown, total, one }: { of: Paged; shown: number; total?: number | null; one: string }) {
  return (
    <p className="foot">
      {total != null ? `${shown} of ${count(total, one)}` : count(shown, one)}
      {of.hasNextPage && (
        <button type="button" disabled={of.isFetchingNextPage} onClick={() => of.fetchNextPage()}>
          {of.isFetchingNextPage ? 'Reading …' : 'Older ones'}
        </button>
      )}
    </p>
  )
}
