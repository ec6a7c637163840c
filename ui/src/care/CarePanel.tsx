import { type FormEvent, useContext, useState } from 'react'
import { useCare } from '../api/queries'
import type { WholeCare } from '../api/types'
import { Session, useMay } from '../frame/session'
import { Menu } from '../parts/menu'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { At } from '../parts/time'
import { count } from '../parts/words'
import { type Change, SEEN_SECONDS, useAddNote, useChangeCare } from './act'
import { CareWords, person } from './CareWords'
import { TicketDialog } from './TicketDialog'

/**
 * Who looks after a run, and what was noted about it; a viewer sees it.
 *
 * @param needed whether somebody should look after it
 * @param over whether nothing more comes of it
 */
export function CarePanel({ run, needed, over }: { run: string; needed: boolean; over: boolean }) {
  const care = useCare(run)
  const may = useMay('operator')
  const [open, setOpen] = useState(false)
  const data = care.data
  if (!data) return care.error ? <ErrorNote error={care.error} retry={() => care.refetch()} /> : null
  const empty = !data.owner && !data.acknowledged && !data.ticket && data.notes.length === 0
  if (empty && (over || (!needed && !may))) return null
  const last = data.notes.at(-1)
  return (
    <section className="care" aria-label="Who looks after it">
      <p className="care-line">
        {data.owner || data.acknowledged || data.ticket ? (
          <CareWords care={data} />
        ) : (
          needed && <span className="faint">Nobody looks after it.</span>
        )}
        {last && !open && (
          <span className="clip care-last">
            <span className="faint">{person(last.actor)}:</span> {last.text}
          </span>
        )}
        {may && <Orders care={data} onNote={() => setOpen(true)} />}
        {(open || data.notes.length > 0) && (
          <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Close' : count(data.notes.length, 'note')}
          </button>
        )}
      </p>
      {open && <Notes care={data} />}
    </section>
  )
}

function Orders({ care, onNote }: { care: WholeCare; onNote: () => void }) {
  const me = useContext(Session)
  const change = useChangeCare()
  const [ticket, setTicket] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const act = async (wish: Change, said: string) => {
    setError(null)
    try {
      await change([care.run_id], wish)
      say(said)
    } catch (problem) {
      setError(problem)
    }
  }
  const mine = care.owner === me.user
  return (
    <>
      <span className="actions">
        {!mine && (
          <button type="button" onClick={() => act({ owner: me.user }, 'It is with you now.')}>
            {care.owner ? 'Take over' : 'Take it on'}
          </button>
        )}
        <button type="button" onClick={onNote}>
          Add a note
        </button>
        <Menu
          label={
            <>
              <span aria-hidden="true">⋯</span>
              <span className="unseen">More about who looks after it</span>
            </>
          }
          items={[
            {
              key: 'seen',
              text: 'Seen, for 2 hours',
              note: 'nobody else is needed until then',
              onPick: () => act({ seconds: SEEN_SECONDS }, 'Others know that you have seen it.'),
            },
            ...(care.acknowledged
              ? [{ key: 'unseen', text: 'Not seen after all', onPick: () => act({ seconds: 0 }, 'Taken back.') }]
              : []),
            ...(care.owner
              ? [{ key: 'leave', text: 'Give it back', onPick: () => act({ owner: null }, 'It is with nobody now.') }]
              : []),
            { key: 'ticket', text: 'Ticket', note: care.ticket ?? 'none', onPick: () => setTicket(true) },
          ]}
        />
      </span>
      {error !== null && <ErrorNote error={error} />}
      {ticket && <TicketDialog care={care} onClose={() => setTicket(false)} />}
    </>
  )
}

function Notes({ care }: { care: WholeCare }) {
  const may = useMay('operator')
  const add = useAddNote()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      await add(care.run_id, text)
      setText('')
      say('Noted.')
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <ol className="log care-notes" aria-label="Notes">
        {care.notes.map(note => (
          <li key={note.number}>
            <At time={note.at} />
            <span className="wrap">
              <strong>{person(note.actor)}</strong> {note.text}
            </span>
          </li>
        ))}
      </ol>
      {may && (
        <form className="care-form" onSubmit={submit}>
          <textarea
            aria-label="Note"
            rows={2}
            maxLength={4000}
            required
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <button type="submit" className="main" disabled={!text.trim()}>
            Add
          </button>
          {error !== null && <ErrorNote error={error} />}
        </form>
      )}
    </>
  )
}
