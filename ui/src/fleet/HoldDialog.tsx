import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, idempotencyKey, seg } from '../api/client'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'

type Props = { servers: string[]; handOver?: boolean; onClose: () => void }

/** Keeps servers from all runs until they are handed over; or hands one over. */
export function HoldDialog({ servers, handOver, onClose }: Props) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const name = servers.length === 1 ? servers[0] : `${servers.length} servers`
  const submit = async () => {
    setBusy(true)
    setError(null)
    try {
      for (const server of servers) {
        await ask(`/servers/${seg(server)}/${handOver ? 'hand-over' : 'hold'}`, {
          method: 'POST',
          body: { reason: reason.trim() },
          headers: { 'Idempotency-Key': idempotencyKey() },
        })
      }
      say(handOver ? `${name} handed over.` : `${name} held.`)
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
      client.invalidateQueries({ queryKey: ['servers'] })
      client.invalidateQueries({ queryKey: ['server'] })
      client.invalidateQueries({ queryKey: ['overview'] })
    }
  }
  return (
    <Dialog
      title={handOver ? `Hand over ${name}` : `Hold ${name}`}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="main" disabled={busy}>
            {handOver ? 'Hand over' : 'Hold'}
          </button>
        </>
      }
    >
      <p className="effect">
        {handOver
          ? 'Lets a held server go though nothing has proven it. Stands in the audit record.'
          : 'Keeps the server from being handed over until somebody lets it go. Nothing on the server changes.'}
      </p>
      <label className="field">
        Reason
        <input required value={reason} maxLength={500} onChange={event => setReason(event.target.value)} />
      </label>
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}
