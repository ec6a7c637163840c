import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, idempotencyKey, seg } from '../api/client'
import { useSchedules } from '../api/queries'
import type { Schedule } from '../api/types'
import { useMay } from '../frame/session'
import { DeleteDialog } from '../parts/DeleteDialog'
import { Menu } from '../parts/menu'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { Page } from '../parts/page'
import { say } from '../parts/said'
import { State } from '../parts/state'
import { At } from '../parts/time'
import { count, shortRun, words } from '../parts/words'
import { Link } from '../route/place'
import { Calendar } from './Calendar'
import { Firings } from './Firings'
import { ScheduleDialog } from './ScheduleDialog'

/** What starts by itself, and when it does so next. */
export function SchedulesPage() {
  const schedules = useSchedules()
  const may = useMay('operator')
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null)
  return (
    <Page
      title="Schedules"
      tools={
        may && (
          <button type="button" className="main" onClick={() => setEdited('new')}>
            New schedule
          </button>
        )
      }
    >
      <Answer of={schedules}>
        {all =>
          all.length === 0 ? (
            <Empty>Nothing starts by itself.</Empty>
          ) : (
            <>
              <Calendar schedules={all} />
              <Table schedules={all} onEdit={setEdited} />
            </>
          )
        }
      </Answer>
      {edited && <ScheduleDialog schedule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  )
}

function Table({ schedules, onEdit }: { schedules: Schedule[]; onEdit: (schedule: Schedule) => void }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col">Starts</th>
          <th scope="col">On</th>
          <th scope="col">When</th>
          <th scope="col">Next</th>
          <th scope="col">Last</th>
          <th scope="col">
            <span className="unseen">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {schedules.map(schedule => (
          <Row key={schedule.name} schedule={schedule} onEdit={onEdit} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ schedule: s, onEdit }: { schedule: Schedule; onEdit: (schedule: Schedule) => void }) {
  const may = useMay('operator')
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [deleting, setDeleting] = useState(false)
  const [history, setHistory] = useState(false)
  const act = async (what: 'pause' | 'resume' | 'run', said: string) => {
    setError(null)
    try {
      const headers = { 'Idempotency-Key': idempotencyKey() }
      await ask(`/schedules/${seg(s.name)}/${what}`, { method: 'POST', body: {}, headers })
      say(said)
    } catch (problem) {
      setError(problem)
    }
    client.invalidateQueries({ queryKey: ['schedules'] })
  }
  const row = (
    <tr>
      <td data-label="Name">
        <span className="name">{s.name}</span>
        <span className="faint small line2">{s.description}</span>
        {error !== null && <ErrorNote error={error} />}
      </td>
      <td data-label="State">
        <State kind={s.paused ? 'paused' : 'active'} text={s.paused ? 'paused' : 'on'} />
      </td>
      <td data-label="Starts">
        <Link href={`/templates/${seg(s.template)}`}>{s.template}</Link>
      </td>
      <td data-label="On" title={s.servers.join(', ')}>
        {s.servers.length === 1 ? s.servers[0] : count(s.servers.length, 'server')}
      </td>
      <td data-label="When">
        <span className="mono">{s.cron}</span>
        <span className="faint small line2">
          {s.zone}; still running: {s.overlap}; missed: {s.missed}
        </span>
      </td>
      <td data-label="Next">
        {s.paused || !s.next?.length ? <span className="faint">–</span> : <At time={s.next[0]} />}
        {!s.paused && s.next && s.next.length > 1 && (
          <span className="faint small line2">
            then <At time={s.next[1]} />
          </span>
        )}
      </td>
      <td data-label="Last">
        {s.last ? (
          <>
            <At time={s.last.fired_at} /> {words(s.last.outcome)}{' '}
            {s.last.run_ids?.slice(0, 3).map(run => (
              <Link key={run} href={`/runs/${run}`} className="mono small">
                {shortRun(run)}{' '}
              </Link>
            ))}
            <span className="line2">
              <button
                type="button"
                className="quiet small"
                aria-expanded={history}
                onClick={() => setHistory(!history)}
              >
                {history ? 'Hide' : 'Times before'}
                <span className="unseen"> of {s.name}</span>
              </button>
            </span>
          </>
        ) : (
          <span className="faint">never</span>
        )}
      </td>
      <td className="row-actions">
        {may && (
          <span className="actions">
            <button
              type="button"
              onClick={() => act(s.paused ? 'resume' : 'pause', `${s.name} ${s.paused ? 'is on' : 'paused'}.`)}
            >
              {s.paused ? 'Resume' : 'Pause'}
            </button>
            <Menu
              label={
                <>
                  <span aria-hidden="true">⋯</span>
                  <span className="unseen">More for {s.name}</span>
                </>
              }
              items={[
                {
                  key: 'run',
                  text: 'Run now',
                  note: `starts ${s.template} on ${count(s.servers.length, 'server')} at once`,
                  onPick: () => act('run', `${s.name} started.`),
                },
                { key: 'edit', text: 'Change', onPick: () => onEdit(s) },
                { key: 'delete', text: 'Delete', note: 'its runs stay', onPick: () => setDeleting(true) },
              ]}
            />
          </span>
        )}
        {deleting && (
          <DeleteDialog
            what={`/schedules/${seg(s.name)}`}
            name={s.name}
            list="schedules"
            effect="It starts nothing any more. Its runs stay."
            onClose={() => setDeleting(false)}
          />
        )}
      </td>
    </tr>
  )
  return (
    <>
      {row}
      {history && (
        <tr className="history">
          <td colSpan={8} data-label="Times before">
            <Firings schedule={s.name} />
          </td>
        </tr>
      )}
    </>
  )
}
