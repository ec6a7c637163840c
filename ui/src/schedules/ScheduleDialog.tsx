import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask, idempotencyKey, seg } from '../api/client'
import { useTemplate, useTemplates } from '../api/queries'
import type { Schedule } from '../api/types'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { At } from '../parts/time'
import { InputForm } from '../start/InputForm'
import { type Typed, wrong } from '../start/inputs'

const ZONES = Intl.supportedValuesOf('timeZone')

/** A schedule as a form; the service checks it, and says in the list when it fires next. */
export function ScheduleDialog({ schedule, onClose }: { schedule: Schedule | null; onClose: () => void }) {
  const client = useQueryClient()
  const templates = useTemplates().data
  const [name, setName] = useState(schedule?.name ?? '')
  const [cron, setCron] = useState(schedule?.cron ?? '0 3 * * 6')
  const [zone, setZone] = useState(schedule?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [template, setTemplate] = useState(schedule?.template ?? '')
  const [servers, setServers] = useState(schedule?.servers.join('\n') ?? '')
  const [overlap, setOverlap] = useState(schedule?.overlap ?? 'skip')
  const [missed, setMissed] = useState(schedule?.missed ?? 'skip')
  const [description, setDescription] = useState(schedule?.description ?? '')
  const [key] = useState(idempotencyKey)
  const [typed, setTyped] = useState<Typed>({
    ...schedule?.inputs,
    ...(schedule?.device_type ? { device_type: schedule.device_type } : {}),
  })
  const [error, setError] = useState<unknown>(null)
  const declared = useTemplate(template || null).data?.inputs ?? []
  const bad = declared.filter(input => input.type !== 'secret' && wrong(input, typed[input.name]))

  const times = useTimes(cron, zone)

  const submit = async () => {
    setError(null)
    const { device_type, ...inputs } = Object.fromEntries(
      Object.entries(typed).flatMap(([key, text]) => (text.trim() ? [[key, text.trim()]] : [])),
    )
    const terms = {
      cron,
      zone,
      template,
      servers: servers.split(/[\s,]+/).filter(Boolean),
      ...(device_type ? { device_type } : {}),
      inputs,
      overlap,
      missed,
      ...(schedule?.missed_limit_seconds ? { missed_limit_seconds: schedule.missed_limit_seconds } : {}),
      description,
    }
    try {
      if (schedule) {
        const headers = { 'If-Match': `"${schedule.revision}"` }
        await ask(`/schedules/${seg(name)}`, { method: 'PUT', body: terms, headers })
      } else {
        const headers = { 'Idempotency-Key': key }
        await ask('/schedules', { method: 'POST', body: { name, ...terms }, headers })
      }
      say(`${name} saved.`)
      client.invalidateQueries({ queryKey: ['schedules'] })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog
      title={schedule ? `Change ${schedule.name}` : 'New schedule'}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="main" disabled={bad.length > 0}>
            Save
          </button>
        </>
      }
    >
      <label className="field">
        Name
        <input
          required
          disabled={!!schedule}
          value={name}
          pattern="[a-z0-9_.\-]+"
          onChange={e => setName(e.target.value)}
        />
      </label>
      <div className="field-row">
        <label className="field">
          <span>
            Cron <span className="faint small">minute hour day month weekday</span>
          </span>
          <input className="mono" required value={cron} onChange={e => setCron(e.target.value)} />
        </label>
        <label className="field">
          Time zone
          <select value={zone} onChange={e => setZone(e.target.value)}>
            {[...new Set(['UTC', zone, ...ZONES])].map(each => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      <Times of={times} />
      <label className="field">
        Template
        <select required value={template} onChange={e => setTemplate(e.target.value)}>
          <option value="">Choose</option>
          {templates?.map(each => (
            <option key={each.name}>{each.name}</option>
          ))}
        </select>
      </label>
      <label className="field">
        Servers
        <textarea
          required
          rows={3}
          className="mono"
          value={servers}
          placeholder="Names, one a line"
          onChange={e => setServers(e.target.value)}
        />
      </label>
      {declared.length > 0 && <InputForm inputs={declared} typed={typed} onType={setTyped} />}
      <div className="field-row">
        <label className="field">
          If one still runs
          <select value={overlap} onChange={e => setOverlap(e.target.value as Schedule['overlap'])}>
            <option value="skip">leave this one out</option>
            <option value="queue">start after it</option>
            <option value="allow">start beside it</option>
          </select>
        </label>
        <label className="field">
          If the service was down
          <select value={missed} onChange={e => setMissed(e.target.value as Schedule['missed'])}>
            <option value="skip">leave it out</option>
            <option value="once">start once</option>
          </select>
        </label>
      </div>
      <label className="field">
        <span>
          What for <span className="faint">(may be empty)</span>
        </span>
        <input value={description} maxLength={1000} onChange={e => setDescription(e.target.value)} />
      </label>
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}

/** When a cron text fires, asked of the service a moment after the last letter. */
function useTimes(cron: string, zone: string) {
  const [settled, setSettled] = useState({ cron, zone })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ cron, zone }), 300)
    return () => clearTimeout(timer)
  }, [cron, zone])
  return useQuery({
    queryKey: ['times', settled],
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask<{ next: string[] }>('/schedules/check', { method: 'POST', body: { ...settled, count: 3 }, signal }),
  })
}

function Times({ of }: { of: ReturnType<typeof useTimes> }) {
  if (of.error) {
    return (
      <p className="bad-ink" role="status">
        {of.error.message}
      </p>
    )
  }
  return (
    <p className="faint" role="status">
      Fires{' '}
      {of.data?.next.map((time, i) => (
        <span key={time}>
          {i > 0 && ', '}
          <At time={time} />
        </span>
      )) ?? '…'}
      <span> by the clock of this browser</span>
    </p>
  )
}
