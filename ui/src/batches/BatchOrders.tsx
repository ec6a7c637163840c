import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, seg } from '../api/client'
import type { Batch } from '../api/types'
import { useMay } from '../frame/session'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { sentence } from '../parts/words'

type Order = 'pause' | 'resume' | 'cancel'

const EFFECTS: Record<Order, string> = {
  pause: 'Starts nothing more until it is resumed. What was started goes on.',
  resume: 'Goes on. Failures up to now stop it no more.',
  cancel: 'Starts nothing more, for good. What was started goes on.',
}

const ALLOWED: Record<Batch['state'], Order[]> = {
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  stopped: ['resume', 'cancel'],
  cancelled: [],
  done: [],
}

/** What can be done with a batch now; each says first what it does. */
export function BatchOrders({ batch }: { batch: Batch }) {
  const may = useMay('operator')
  const client = useQueryClient()
  const [asked, setAsked] = useState<Order | null>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const submit = async () => {
    setError(null)
    try {
      await ask(`/batches/${seg(batch.name)}/${asked}`, { method: 'POST', body: { reason: reason.trim() } })
      say(`${sentence(asked ?? '')}: ${batch.name}.`)
      setAsked(null)
    } catch (problem) {
      setError(problem)
    }
    client.invalidateQueries({ queryKey: ['batch'] })
  }
  if (!may) return null
  return (
    <>
      {ALLOWED[batch.state].map(order => (
        <button type="button" key={order} onClick={() => setAsked(order)}>
          {sentence(order)}
        </button>
      ))}
      {asked && (
        <Dialog
          title={`${sentence(asked)} ${batch.name}`}
          onClose={() => setAsked(null)}
          onSubmit={submit}
          buttons={
            <>
              <button type="button" onClick={() => setAsked(null)}>
                Leave it
              </button>
              <button type="submit" className={asked === 'cancel' ? 'main grave' : 'main'}>
                {sentence(asked)}
              </button>
            </>
          }
        >
          <p className="effect">{EFFECTS[asked]}</p>
          <label className="field">
            Reason
            <input required value={reason} maxLength={500} onChange={event => setReason(event.target.value)} />
          </label>
          {error !== null && <ErrorNote error={error} />}
        </Dialog>
      )}
    </>
  )
}
