import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { placeOfRun, useEntries } from '../api/queries'
import type { Entry } from '../api/types'
import { Answer, Empty } from '../parts/notes'
import { At } from '../parts/time'
import { plain } from '../parts/words'
import { go, usePlace, withQuery } from '../route/place'

/** The entries with all of these words. */
export function sift(entries: Entry[], text: string): Entry[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return entries
  return entries.filter(entry => {
    const line = `${entry.seq} ${entry.type} ${entry.text} ${entry.step ?? ''} ${entry.actor ?? ''}`.toLowerCase()
    return wanted.every(word => line.includes(word))
  })
}

/** The run's journal as it is, filtered by words, followed like a log. */
export function EventsPane({ run }: { run: string }) {
  const entries = useEntries(placeOfRun(run))
  const { query } = usePlace()
  const [words, setWords] = useState('')
  const [follow, setFollow] = useState(true)
  return (
    <section className="events" aria-label="Events">
      <header className="events-head">
        <h2>Events</h2>
        <input
          type="search"
          className="filter"
          aria-label="Words in events"
          placeholder="Words, steps, types"
          value={words}
          onChange={event => setWords(event.target.value)}
        />
        <label className="check">
          <input type="checkbox" checked={follow} onChange={event => setFollow(event.target.checked)} />
          Follow
        </label>
      </header>
      <Answer of={entries} lines={5}>
        {all => (
          <Lines
            entries={sift(all, words)}
            all={all.length}
            follow={follow}
            onLeave={() => setFollow(false)}
            chosen={Number(query.get('event')) || null}
          />
        )}
      </Answer>
    </section>
  )
}

type Props = { entries: Entry[]; all: number; follow: boolean; onLeave: () => void; chosen: number | null }

function Lines({ entries, all, follow, onLeave, chosen }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => 24,
    overscan: 12,
    getItemKey: i => entries[i]?.seq ?? i,
  })
  const last = entries.at(-1)?.seq
  useEffect(() => {
    if (follow && last !== undefined) rows.scrollToIndex(entries.length - 1, { align: 'end' })
  }, [follow, last, entries.length, rows])
  const first = useRef(chosen)
  useEffect(() => {
    const at = entries.findIndex(entry => entry.seq === first.current)
    if (at >= 0) {
      first.current = null
      onLeave()
      rows.scrollToIndex(at, { align: 'center' })
    }
  }, [entries, rows, onLeave])

  if (entries.length === 0) return <Empty>{all ? 'No event has these words.' : 'Nothing was written yet.'}</Empty>
  return (
    <div
      className="events-box"
      ref={box}
      tabIndex={0}
      onWheel={event => event.deltaY < 0 && follow && onLeave()}
      role="log"
      aria-label="Entries"
    >
      <div className="events-sheet" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(row => {
          const entry = entries[row.index] as Entry
          const open = chosen === entry.seq
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={open ? 'event chosen' : 'event'}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <button
                type="button"
                className="event-line"
                aria-expanded={open}
                onClick={() => go(withQuery({ event: open ? null : String(entry.seq) }), { replace: true })}
              >
                <span className="num faint event-seq">{entry.seq}</span>
                <At time={entry.at} seconds />
                <span className="mono small event-type">{entry.type}</span>
                <span className="event-text">{entry.text}</span>
              </button>
              {open && (
                <pre className="event-payload">
                  {typeof entry.payload === 'object' ? JSON.stringify(entry.payload, null, 2) : plain(entry.payload)}
                </pre>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
