import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/client'
import { useAlerts } from '../api/queries'
import type { AlertDelivery, AlertReceiver, AlertTrial, Alerts as All } from '../api/types'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { State, type Tone } from '../parts/state'
import { At } from '../parts/time'

const TONES: Record<AlertDelivery['status'], Tone> = { waiting: 'warn', sent: 'done', undeliverable: 'bad' }

/** Who is told of what needs a person, whether it reached them, and a test. */
export function Alerts() {
  const alerts = useAlerts(true)
  return (
    <section className="panel">
      <h2>Alerts</h2>
      <Answer of={alerts} lines={2}>
        {all =>
          all.receivers.length === 0 ? (
            <Empty>Nobody is told of anything. Receivers are in the configuration, under alerts.</Empty>
          ) : (
            <>
              <Receivers receivers={all.receivers} />
              <Unsent alerts={all} />
              <Test />
            </>
          )
        }
      </Answer>
    </section>
  )
}

function Receivers({ receivers }: { receivers: AlertReceiver[] }) {
  return (
    <table className="table" aria-label="Receivers of alerts">
      <thead>
        <tr>
          <th scope="col">Receiver</th>
          <th scope="col">To</th>
          <th scope="col">Told of</th>
          <th scope="col">Last delivery</th>
        </tr>
      </thead>
      <tbody>
        {receivers.map(receiver => (
          <tr key={receiver.receiver}>
            <td data-label="Receiver" className="name">
              {receiver.receiver}
            </td>
            <td data-label="To" className="wrap">
              {receiver.to}
            </td>
            <td data-label="Told of">{receiver.events.map(event => event.replace('_', ' ')).join(', ')}</td>
            <td data-label="Last delivery" className="wrap">
              {receiver.last ? (
                <>
                  <State kind={receiver.last.status} tone={TONES[receiver.last.status]} />{' '}
                  <span className="faint">
                    <At time={receiver.last.tried_at} />, {receiver.last.said}
                  </span>
                </>
              ) : (
                <span className="faint">nothing sent yet</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Unsent({ alerts }: { alerts: All }) {
  const waiting = alerts.deliveries.filter(delivery => delivery.status === 'waiting').length
  const lost = alerts.deliveries.length - waiting
  return (
    <>
      {waiting > 0 && <p className="warn-ink">{waiting} to be sent.</p>}
      {lost > 0 && <p className="bad-ink">{lost} could not be delivered.</p>}
    </>
  )
}

function Test() {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [results, setResults] = useState<AlertTrial[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      setResults((await ask<{ results: AlertTrial[] }>('/alerts/test', { method: 'POST' })).results)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
    client.invalidateQueries({ queryKey: ['alerts'] })
  }
  return (
    <>
      <div className="inline-form">
        <button type="button" disabled={busy} onClick={send}>
          {busy ? 'Sending…' : 'Send a test'}
        </button>
      </div>
      {results && (
        <ul role="status">
          {results.map(result => (
            <li key={result.receiver} className={result.delivered ? undefined : 'bad-ink'}>
              {result.receiver}: {result.delivered ? 'delivered' : 'not delivered'}, {result.said}
            </li>
          ))}
        </ul>
      )}
      {error !== null && <ErrorNote error={error} />}
    </>
  )
}
