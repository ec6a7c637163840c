import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef } from 'react'
import type { Server } from '../api/types'
import { State } from '../parts/state'
import { count, words } from '../parts/words'
import { go } from '../route/place'
import type { Column } from './columns'
import { type Row, type Sort, tally } from './rows'

type Props = {
  rows: Row[]
  columns: Column[]
  sort: Sort
  onSort: (key: string) => void
  selected: Set<string>
  onSelect: (servers: Server[], on: boolean) => void
  all: Server[]
  closed: Set<string>
  onFold: (name: string) => void
}

const ROW = 30

/** One virtual table: only the rows on the screen are in the document. */
export function FleetTable({ rows, columns, sort, onSort, selected, onSelect, all, closed, onFold }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 16,
    getItemKey: i => rows[i]?.key ?? i,
  })
  const width = 40 + columns.reduce((sum, column) => sum + column.width, 0)
  const everyOne = all.length > 0 && all.every(server => selected.has(server.server_id))
  const anyOne = all.some(server => selected.has(server.server_id))

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (!row) return
    const at = Number(row.dataset.row)
    if (step) {
      event.preventDefault()
      const next = Math.max(0, Math.min(rows.length - 1, at + step))
      virtual.scrollToIndex(next)
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
      return
    }
    const chosen = rows[at]
    if (event.target !== row || chosen?.kind !== 'server') return
    if (event.key === 'Enter') go(`/servers/${encodeURIComponent(chosen.server.hostname ?? chosen.server.server_id)}`)
    else if (event.key === ' ' || event.key === 'x') onSelect([chosen.server], !selected.has(chosen.server.server_id))
    else return
    event.preventDefault()
  }

  return (
    <div className="fleet" ref={box} onKeyDown={move}>
      <div
        role="table"
        aria-label="Servers"
        aria-rowcount={rows.length + 1}
        className="fleet-table"
        style={{ minInlineSize: width }}
      >
        <div role="row" aria-rowindex={1} className="fleet-head">
          <span role="columnheader" className="fleet-check">
            <input
              type="checkbox"
              aria-label="Select all that are shown"
              checked={everyOne}
              ref={element => {
                if (element) element.indeterminate = anyOne && !everyOne
              }}
              onChange={() => onSelect(all, !everyOne)}
            />
          </span>
          {columns.map(column => (
            <span
              key={column.key}
              role="columnheader"
              aria-sort={sort.key === column.key ? (sort.down ? 'descending' : 'ascending') : undefined}
              className={`cell c-${column.key}`}
              style={sizeOf(column)}
            >
              <button type="button" className="sort" onClick={() => onSort(column.key)}>
                {column.name}
                {sort.key === column.key && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>}
              </button>
            </span>
          ))}
        </div>
        <div className="fleet-sheet" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => {
            const row = rows[item.index] as Row
            const place = { transform: `translateY(${item.start}px)`, blockSize: ROW }
            if (row.kind === 'group') {
              return (
                <GroupRow
                  key={row.key}
                  row={row}
                  at={item.index}
                  style={place}
                  closed={closed.has(row.name)}
                  onFold={() => onFold(row.name)}
                />
              )
            }
            const { server } = row
            const on = selected.has(server.server_id)
            return (
              <div
                key={row.key}
                role="row"
                aria-rowindex={item.index + 2}
                data-row={item.index}
                tabIndex={item.index === 0 ? 0 : -1}
                className={`fleet-row ${server.state}${on ? ' selected' : ''}`}
                style={place}
              >
                <span role="cell" className="fleet-check">
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={`Select ${server.hostname ?? server.server_id}`}
                    checked={on}
                    onChange={() => onSelect([server], !on)}
                  />
                </span>
                {columns.map(column => (
                  <span key={column.key} role="cell" className={`cell c-${column.key}`} style={sizeOf(column)}>
                    {column.show(server)}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

const sizeOf = (column: Column) => ({ flex: `${column.grow ? 1 : 0} 0 ${column.width}px` })

type GroupProps = { row: Row & { kind: 'group' }; at: number; style: object; closed: boolean; onFold: () => void }

function GroupRow({ row, at, style, closed, onFold }: GroupProps) {
  return (
    <div role="row" aria-rowindex={at + 2} className="fleet-row fleet-group" style={style}>
      <span role="cell">
        <button type="button" data-row={at} className="group-open" aria-expanded={!closed} onClick={onFold}>
          <svg className="twist" viewBox="0 0 10 10" aria-hidden="true">
            <path d="M3.5 2 7 5 3.5 8" />
          </svg>
          <strong>{row.name}</strong>
          <span className="faint">{count(row.servers.length, 'server')}</span>
          {tally(row.servers).map(([state, n]) => (
            <State key={state} kind={state} text={`${n} ${state === 'needs_person' ? 'need you' : words(state)}`} />
          ))}
        </button>
      </span>
    </div>
  )
}
