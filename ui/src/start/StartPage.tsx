import { type FormEvent, useState } from 'react'
import { ask, idempotencyKey, Problem } from '../api/client'
import { useTemplate, useTemplates } from '../api/queries'
import type { Plan, Run } from '../api/types'
import { useMay } from '../frame/session'
import { Empty, ErrorNote } from '../parts/notes'
import { Page } from '../parts/page'
import { say } from '../parts/said'
import { count, shortRun } from '../parts/words'
import { go, Link, usePlace, withQuery } from '../route/place'
import { BatchTerms, batchName, batchOf, type Terms } from './BatchTerms'
import { InputForm } from './InputForm'
import { type Typed, valuesOf, wrong } from './inputs'
import { PlanView } from './PlanView'
import { ServerPick } from './ServerPick'

type Started = { server: string; run?: Run; error?: unknown }

/** Template, servers, inputs, plan, start: in this order, and nothing starts without its plan on the screen. */
export function StartPage() {
  const { query } = usePlace()
  const may = useMay('operator')
  const templates = useTemplates().data
  const name = query.get('template') ?? ''
  const servers = (query.get('servers') ?? '').split(',').filter(Boolean)
  const template = useTemplate(name || null).data
  const [typed, setTyped] = useState<Typed>({})
  const [planned, setPlanned] = useState<{ plan: Plan; key: string } | null>(null)
  const [started, setStarted] = useState<Started[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [now, setNow] = useState('')
  const [terms, setTerms] = useState<Terms>(() => ({
    name: batchName(name || 'batch'),
    max: '',
    perRack: '',
    stopAfter: '10%',
  }))

  const inputs = template?.inputs ?? []
  const bad = inputs.filter(input => wrong(input, typed[input.name]))
  const values = valuesOf(inputs, typed)
  const key = JSON.stringify([name, servers, values])
  const plan = planned?.key === key ? planned.plan : null
  const secret = inputs.some(input => input.type === 'secret' && !!typed[input.name])
  const ready = !!template && servers.length > 0 && bad.length === 0

  const { device_type: deviceType, ...others } = values
  const body = { template: name, ...(deviceType ? { device_type: deviceType } : {}), inputs: others }

  const makePlan = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setPlanned({ key, plan: await ask<Plan>('/plans', { method: 'POST', body: { ...body, servers } }) })
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const startBatch = async () => {
    if (!plan) return
    setBusy(true)
    setError(null)
    const fit = plan.servers.filter(server => !server.problem).map(each => each.hostname ?? each.server)
    try {
      const headers = { 'Idempotency-Key': idempotencyKey() }
      const document = { ...body, ...batchOf(terms, fit) }
      await ask('/batches', { method: 'POST', headers, body: document })
      go(`/batches/${encodeURIComponent(terms.name.trim())}`)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const start = async () => {
    if (!plan) return
    setBusy(true)
    const done: Started[] = []
    for (const each of plan.servers.filter(server => !server.problem)) {
      const server = each.hostname ?? each.server
      try {
        const headers = { 'Idempotency-Key': idempotencyKey() }
        const document = { ...body, server, ...(now.trim() ? { now: now.trim() } : {}) }
        done.push({ server, run: await ask<Run>('/runs', { method: 'POST', headers, body: document }) })
      } catch (problem) {
        done.push({ server, error: problem })
      }
      setStarted([...done])
    }
    setBusy(false)
    setTyped({}) // with what is secret in it
    const runs = done.filter(each => each.run)
    say(`${count(runs.length, 'run')} started.`)
    if (done.length === 1 && runs[0]?.run) go(`/runs/${runs[0].run.run_id}`)
  }

  if (!may) {
    return (
      <Page title="Start a run">
        <Empty>You may look, not start: your role is viewer. Somebody with the role operator can.</Empty>
      </Page>
    )
  }
  if (started) return <StartedPage started={started} busy={busy} />

  return (
    <Page title="Start a run">
      <form className="start" noValidate onSubmit={makePlan}>
        <section>
          <h2>
            <span className="num faint">1</span> Template
          </h2>
          <select
            aria-label="Template"
            value={name}
            required
            onChange={event => {
              setTyped({})
              go(withQuery({ template: event.target.value }), { replace: true })
            }}
          >
            <option value="">Choose</option>
            {templates?.map(each => (
              <option key={each.name} value={each.name} disabled={!!each.problem}>
                {each.name}
              </option>
            ))}
          </select>
          {template && <p className="faint">{template.description}</p>}
        </section>
        <section>
          <h2>
            <span className="num faint">2</span> Servers
          </h2>
          <ServerPick
            chosen={servers}
            onChoose={names => go(withQuery({ servers: names.join(',') || null }), { replace: true })}
          />
        </section>
        <section>
          <h2>
            <span className="num faint">3</span> Inputs
          </h2>
          {template ? (
            <InputForm inputs={template.inputs} typed={typed} onType={setTyped} />
          ) : (
            <p className="faint">The template says what it asks for.</p>
          )}
        </section>
        <section aria-live="polite">
          <h2>
            <span className="num faint">4</span> Plan
          </h2>
          {error !== null && <ErrorNote error={error} />}
          {plan ? (
            <>
              <PlanView plan={plan} />
              {plan.servers.some(server => server.window) && (
                <label className="field">
                  Do not wait for the maintenance window, because
                  <input
                    value={now}
                    maxLength={1000}
                    placeholder="leave it empty to wait"
                    onChange={event => setNow(event.target.value)}
                  />
                </label>
              )}
              {plan.total.startable > 1 && <BatchTerms terms={terms} onTerms={setTerms} />}
              <p className="start-buttons">
                <button type="button" className="main" disabled={busy || plan.total.startable === 0} onClick={start}>
                  Start {count(plan.total.startable, 'run')}
                </button>
                {plan.total.startable > 1 && (
                  <button
                    type="button"
                    disabled={busy || secret || !!now.trim() || !terms.name.trim()}
                    onClick={startBatch}
                  >
                    Start as a batch
                  </button>
                )}
                <span className="faint">{beforeStart(plan, secret, !!now.trim())}</span>
              </p>
            </>
          ) : (
            <p className="start-buttons">
              <button type="submit" className="main" disabled={!ready || busy}>
                {busy ? 'Looking at the servers …' : 'Plan'}
              </button>
              <span className="faint">
                {ready
                  ? 'Looks at the servers and changes nothing.'
                  : missing(
                      !!template,
                      servers.length,
                      bad.map(input => input.name),
                    )}
              </span>
            </p>
          )}
        </section>
      </form>
    </Page>
  )
}

function beforeStart(plan: Plan, secret: boolean, atOnce: boolean): string {
  if (plan.total.startable === 0) return 'No server can start; the reasons stand above.'
  const words = atOnce ? 'As planned above, but at once.' : 'As planned above.'
  if (plan.total.startable === 1) return words
  if (secret) return `${words} A batch takes no secret.`
  return atOnce ? `${words} A batch waits for its windows.` : words
}

function missing(template: boolean, servers: number, bad: string[]): string {
  const words = [!template && 'a template', servers === 0 && 'a server', ...bad].filter(Boolean)
  return `Missing: ${words.join(', ')}.`
}

function StartedPage({ started, busy }: { started: Started[]; busy: boolean }) {
  return (
    <Page title="Started">
      <ul className="started" aria-live="polite">
        {started.map(each => (
          <li key={each.server}>
            <span className="name">{each.server}</span>
            {each.run ? (
              <Link href={`/runs/${each.run.run_id}`}>run {shortRun(each.run.run_id)}</Link>
            ) : (
              <span className="bad-ink">
                {each.error instanceof Problem ? `${each.error.detail} ${each.error.hint ?? ''}` : String(each.error)}
              </span>
            )}
          </li>
        ))}
        {busy && <li className="faint">starting the next one …</li>}
      </ul>
      <p>
        <Link className="button" href="/runs?status=running">
          All running
        </Link>
      </p>
    </Page>
  )
}
