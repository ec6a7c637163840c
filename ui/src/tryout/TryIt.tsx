import { useEffect, useState } from 'react'
import { ask, idempotencyKey, seg } from '../api/client'
import { placeOfTryOut, useTryOuts } from '../api/queries'
import type { Input, TryOut } from '../api/types'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { State } from '../parts/state'
import { words } from '../parts/words'
import { StepPane } from '../runs/StepPane'
import { Timeline } from '../runs/Timeline'
import { telling } from '../runs/timeline'
import { InputForm } from '../start/InputForm'
import { type Typed, valuesOf, wrong } from '../start/inputs'
import { Saw, sum } from './Saw'
import type { Tried } from './useTried'

type Props = {
  text: string
  inputs: Input[]
  valid: boolean
  tried: Tried
  onTry: (id: string) => void
}

type Past = { id: string; fault: string; told: string; unsafe: number }

/** Runs the text as it is on a simulated server, and shows what came of it. */
export function TryIt({ text, inputs, valid, tried, onTry }: Props) {
  const choices = useTryOuts()
  const [server, setServer] = useState('')
  const [fault, setFault] = useState('')
  const [approvals, setApprovals] = useState('approve')
  const [typed, setTyped] = useState<Typed>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [past, setPast] = useState<Past[]>([])
  const { tryOut, run } = tried
  const going = !!tryOut && !tryOut.ended_at
  // what fits the server is filled in by the service
  const asked = inputs.map(input => ({ ...input, required: false }))
  const bad = asked.some(input => wrong(input, typed[input.name]))

  useEffect(() => {
    if (!tryOut?.ended_at) return
    const told = `${outcome(tryOut)}${run?.message ? `: ${run.message.split('\n')[0]}` : ''}; ${sum(tryOut.saw.counts)}`
    const line = { id: tryOut.id, fault: tryOut.fault ?? 'no fault', told, unsafe: tryOut.saw.unsafe.length }
    setPast(all => [line, ...all.filter(each => each.id !== tryOut.id)].slice(0, 8))
  }, [tryOut, run?.message])

  const start = async () => {
    setBusy(true)
    setError(null)
    try {
      // the one before makes place
      if (tryOut) await ask(`/try-outs/${seg(tryOut.id)}`, { method: 'DELETE' }).catch(() => {})
      const body = { text, server: server || null, fault: fault || null, approvals, inputs: valuesOf(asked, typed) }
      const headers = { 'Idempotency-Key': idempotencyKey() }
      const made = await ask<TryOut>('/try-outs', { method: 'POST', headers, body })
      onTry(made.id)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const cancel = async () => {
    if (!tryOut) return
    setError(null)
    try {
      await ask(`/try-outs/${seg(tryOut.id)}/cancel`, { method: 'POST', body: {} })
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <div className="try">
      <Answer of={choices} lines={4}>
        {({ available, servers, faults }) =>
          !available ? (
            <Empty>This service has no simulator, so nothing can be tried out with it.</Empty>
          ) : (
            <>
              <div className="try-form">
                <label className="field">
                  Server
                  <select value={server} onChange={event => setServer(event.target.value)}>
                    {servers.map((each, i) => (
                      <option key={each.name} value={i === 0 ? '' : each.name}>
                        {each.words}
                      </option>
                    ))}
                  </select>
                </label>
                <label className="field">
                  What goes wrong
                  <select value={fault} onChange={event => setFault(event.target.value)}>
                    <option value="">nothing</option>
                    {faults.map(each => (
                      <option key={each.name} value={each.name}>
                        {each.name}: {each.words}
                      </option>
                    ))}
                  </select>
                </label>
                {/\bapproval:/.test(text) && (
                  <label className="field">
                    Steps that ask
                    <select value={approvals} onChange={event => setApprovals(event.target.value)}>
                      <option value="approve">get a yes</option>
                      <option value="refuse">get a no</option>
                    </select>
                  </label>
                )}
                {inputs.length > 0 && (
                  <details>
                    <summary>Inputs; what is left empty is what fits the server</summary>
                    <InputForm inputs={asked} typed={typed} onType={setTyped} />
                  </details>
                )}
                <p className="start-buttons">
                  <button type="button" className="main" disabled={!valid || bad || busy || going} onClick={start}>
                    {busy ? 'Making a server …' : tryOut ? 'Try again' : 'Try it'}
                  </button>
                  {going && (
                    <button type="button" onClick={cancel}>
                      Cancel
                    </button>
                  )}
                  <span className="faint">
                    {valid ? 'On a simulated server; nothing real is touched.' : 'The text must be mended first.'}
                  </span>
                </p>
              </div>
              {error !== null && <ErrorNote error={error} />}
              {tried.error != null && !tryOut && <ErrorNote error={tried.error} />}
              {tryOut && <Result tried={tried} />}
              {past.length > 1 && (
                <section aria-label="Tried before">
                  <h3>Tried</h3>
                  <ul className="try-past">
                    {past.map(each => (
                      <li key={each.id}>
                        <span className="mono">{each.fault}</span> {each.told}
                        {each.unsafe > 0 && <span className="bad-ink"> {each.unsafe} unsafe</span>}
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </>
          )
        }
      </Answer>
    </div>
  )
}

const outcome = (tryOut: TryOut) =>
  tryOut.phase === 'held' || tryOut.phase === 'parked' ? words(tryOut.phase) : words(tryOut.status)

function Result({ tried }: { tried: Tried }) {
  const { tryOut, run } = tried
  const [chosen, setChosen] = useState<string | null>(null)
  if (!tryOut) return null
  const steps = run?.steps_detail ?? []
  const step = steps.find(each => each.path === chosen) ?? telling(steps)
  const kind = tryOut.phase === 'held' || tryOut.phase === 'parked' ? tryOut.phase : tryOut.status
  return (
    <section className="try-result" aria-label="What came of it" aria-live="polite">
      <p className="try-head">
        <State kind={kind} text={outcome(tryOut)} />
        <span className="faint">
          {tryOut.model}, {tryOut.fault ?? 'no fault'}; time passes {tryOut.speed} times as fast
        </span>
      </p>
      {tryOut.cut_short && <p className="warn-ink">Ended early: {tryOut.cut_short}.</p>}
      {tryOut.ended_at && run?.message && <p className="said-by bad-ink">{run.message}</p>}
      {tryOut.ended_at && <Saw tryOut={tryOut} />}
      {steps.length > 0 && <Timeline steps={steps} chosen={step?.path ?? null} onChoose={setChosen} />}
      {run && step && <StepPane run={run} step={step} place={placeOfTryOut(tryOut.id)} />}
      {!tryOut.ended_at && <Saw tryOut={tryOut} />}
    </section>
  )
}
