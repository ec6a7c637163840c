import { useState } from 'react'
import type { WholeCare } from '../api/types'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { useChangeCare } from './act'

/** Its number or address elsewhere. */
export function TicketDialog({ care, onClose }: { care: WholeCare; onClose: () => void }) {
  const change = useChangeCare()
  const [ticket, setTicket] = useState(care.ticket ?? '')
  const [error, setError] = useState<unknown>(null)
  const submit = async () => {
    setError(null)
    try {
      await change([care.run_id], { ticket: ticket.trim() || null })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog
      title="Ticket"
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="main">
            Save
          </button>
        </>
      }
    >
      <label className="field">
        Its number or address; empty for none
        <input value={ticket} maxLength={500} autoComplete="off" onChange={event => setTicket(event.target.value)} />
      </label>
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}
