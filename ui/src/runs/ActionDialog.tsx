import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { idempotencyKey } from '../api/client'
import type { LegalAction, Situation } from '../api/types'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { Power } from '../parts/state'
import { sentence } from '../parts/words'
import type { Typed } from '../start/inputs'
import { requestOf, send, VERBS } from './act'
import { ResumeInputs } from './ResumeInputs'

type Props = {
  action: LegalAction
  situations: Situation[]
  onClose: () => void
  onDone?: (newRun: string | null) => void
}

/** Says what an action will do before it does it; then does it, and says what became of it. */
export function ActionDialog({ action, situations, onClose, onDone }: Props) {
  const verb = VERBS[action.kind]
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState<Typed>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const keys = useMemo(() => situations.map(() => idempotencyKey()), [situations])
  const one = situations.length === 1 ? situations[0] : undefined
  const name = one ? (one.hostname ?? one.run_id ?? '') : `${situations.length} servers`
  const unsafe = situations.filter(s => s.safe_to_power_off === false)

  const submit = async () => {
    setBusy(true)
    setError(null)
    let newRun: string | null = null
    try {
      for (const [i, situation] of situations.entries()) {
        const own = situation.actions?.find(each => each.kind === action.kind) ?? action
        const request = requestOf(own, situation, reason.trim())
        if (!request) continue
        const inputs = given(typed)
        if (inputs) request.body.inputs = inputs
        const outcome = await send(request, keys[i])
        newRun = outcome?.new_run_id ?? null
      }
      say(`${verb.label}: asked for ${name}.`)
      onDone?.(newRun)
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
      client.invalidateQueries({ queryKey: ['overview'] })
      client.invalidateQueries({ queryKey: ['run'] })
      client.invalidateQueries({ queryKey: ['servers'] })
    }
  }

  return (
    <Dialog
      title={`${verb.label} ${name}`}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className={verb.grave ? 'main grave' : 'main'} disabled={busy}>
            {busy ? 'Asking …' : verb.label}
          </button>
        </>
      }
    >
      <p className="effect">{sentence(action.effect)}.</p>
      {!one && <p className="faint wrap">{situations.map(s => s.hostname ?? s.run_id).join(', ')}</p>}
      {unsafe.map(s => (
        <p key={s.run_id ?? s.hostname}>
          {one ? null : `${s.hostname}: `}
          <Power safe={false} reason={s.power_off_reason} /> <span className="faint">{s.power_off_reason}</span>
        </p>
      ))}
      {verb.reason !== 'none' && (
        <label className="field">
          <span>Reason{verb.reason === 'optional' && <span className="faint"> (may be empty)</span>}</span>
          <input
            value={reason}
            onChange={event => setReason(event.target.value)}
            required={verb.reason === 'required'}
            maxLength={500}
            placeholder="Stands in the journal and in the audit record"
          />
        </label>
      )}
      {one && (
        <p className="faint mono small">
          {action.command.startsWith('hwauto') ? action.command : `hwauto ${action.command}`}
        </p>
      )}
      {one?.kind === 'held' && action.kind === 'resume' && one.definition && (
        <ResumeInputs definition={one.definition} typed={typed} onType={setTyped} />
      )}
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}

/** What was typed, as texts; null if nothing was. */
function given(typed: Typed): Record<string, string> | null {
  const entries = Object.entries(typed).filter(([, text]) => text.trim())
  return entries.length ? Object.fromEntries(entries.map(([name, text]) => [name, text.trim()])) : null
}
