import { useDeferredValue, useMemo, useState } from 'react'
import { useServers } from '../api/queries'
import type { Server } from '../api/types'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { count } from '../parts/words'
import { go, Link, usePlace, withQuery } from '../route/place'
import { ColumnChoice } from './ColumnChoice'
import { COLUMNS, saveColumns, savedColumns, usualColumns } from './columns'
import { FilterField } from './FilterField'
import { FleetTable } from './FleetTable'
import { filter } from './filter'
import { RackView } from './RackView'
import { type GroupBy, rowsOf, type Sort, sorted } from './rows'
import { Selection } from './Selection'

const GROUPS: GroupBy[] = ['none', 'rack', 'type']

/** Every server there is. Filter, sorting and grouping are in the address. */
export function FleetPage() {
  const servers = useServers()
  const { query } = usePlace()
  const text = query.get('q') ?? ''
  const racks = query.get('view') === 'racks'
  const shown = useDeferredValue(text)
  const found = useMemo(() => filter(servers.data ?? [], shown), [servers.data, shown])
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [saved, setSaved] = useState(savedColumns)
  const keys = useMemo(() => saved ?? usualColumns(servers.data ?? []), [saved, servers.data])
  const chosen = useMemo(
    () => (servers.data ?? []).filter(server => selected.has(server.server_id)),
    [servers.data, selected],
  )

  const select = (which: Server[], on: boolean) => {
    const next = new Set(selected)
    for (const server of which) {
      if (on) next.add(server.server_id)
      else next.delete(server.server_id)
    }
    setSelected(next)
  }

  return (
    <Page
      title="Fleet"
      fill
      tools={
        <>
          <FilterField
            servers={servers.data ?? []}
            value={text}
            onChange={next => go(withQuery({ q: next }), { replace: true })}
          />
          <span className="num faint nowrap" aria-live="polite">
            {found.length === servers.data?.length
              ? count(found.length, 'server')
              : `${found.length.toLocaleString('en')} of ${count(servers.data?.length ?? 0, 'server')}`}
          </span>
          {!racks && (
            <label className="inline">
              Group
              <select
                value={query.get('group') ?? 'none'}
                onChange={event => go(withQuery({ group: event.target.value === 'none' ? null : event.target.value }))}
              >
                {GROUPS.map(each => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          )}
          {!racks && (
            <ColumnChoice
              chosen={keys}
              onChoose={next => {
                setSaved(next)
                saveColumns(next)
              }}
            />
          )}
          <nav className="segments" aria-label="View">
            <Link href={withQuery({ view: null })} aria-current={racks ? undefined : 'true'}>
              table
            </Link>
            <Link href={withQuery({ view: 'racks' })} aria-current={racks ? 'true' : undefined}>
              racks
            </Link>
          </nav>
        </>
      }
    >
      <Answer of={servers} lines={16}>
        {all =>
          found.length === 0 ? (
            <Empty>
              {all.length ? 'No server is like that.' : 'No server is known yet. MAAS or a run brings them here.'}
            </Empty>
          ) : racks ? (
            <RackView servers={found} />
          ) : (
            <Table servers={found} keys={keys} selected={selected} onSelect={select} />
          )
        }
      </Answer>
      {chosen.length > 0 && <Selection servers={chosen} onClear={() => setSelected(new Set())} />}
    </Page>
  )
}

type TableProps = {
  servers: Server[]
  keys: string[]
  selected: Set<string>
  onSelect: (servers: Server[], on: boolean) => void
}

function Table({ servers, keys, selected, onSelect }: TableProps) {
  const { query } = usePlace()
  const asked = query.get('sort') ?? 'rack'
  const sort: Sort = useMemo(() => ({ key: asked.replace('-', ''), down: asked.startsWith('-') }), [asked])
  const group = (query.get('group') ?? 'none') as GroupBy
  const [closed, setClosed] = useState<Set<string>>(new Set())
  const ordered = useMemo(() => sorted(servers, sort), [servers, sort])
  const rows = useMemo(() => rowsOf(ordered, GROUPS.includes(group) ? group : 'none', closed), [ordered, group, closed])
  return (
    <FleetTable
      rows={rows}
      columns={COLUMNS.filter(column => keys.includes(column.key))}
      sort={sort}
      onSort={key => go(withQuery({ sort: sort.key === key && !sort.down ? `-${key}` : key }), { replace: true })}
      selected={selected}
      onSelect={onSelect}
      all={servers}
      closed={closed}
      onFold={name => {
        const next = new Set(closed)
        if (!next.delete(name)) next.add(name)
        setClosed(next)
      }}
    />
  )
}
