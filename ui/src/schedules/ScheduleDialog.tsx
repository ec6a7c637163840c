import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, seg } from '../api/client'
import { useTemplate, useTemplates } from '../api/queries'
import type { Schedule } from '../api/types'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { plain } from '../parts/words'
import { InputForm } from '../start/InputForm'
import { type Typed, valuesOf, wrong } from '../start/inputs'

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
  const [typed, setTyped] = useState<Typed>(
    Object.fromEntries(Object.entries(schedule?.inputs ?? {}).map(([key, value]) => [key, plain(value)])),
  )
  const [error, setError] = useState<unknown>(null)
  const declared = useTemplate(template || null).data?.inputs ?? []
  const bad = declared.filter(input => input.type !== 'secret' && wrong(input, typed[input.name]))

  const submit = async () => {
    setError(null)
    const body = {
      name,
      cron,
      zone,
      template,
      servers: servers.split(/[\s,]+/).filter(Boolean),
      inputs: valuesOf(declared, typed),
      overlap,
      missed,
      description: schedule?.description ?? null,
      device_type: schedule?.device_type ?? null,
      missed_limit_seconds: schedule?.missed_limit_seconds ?? null,
    }
    try {
      await (schedule
        ? ask(`/schedules/${seg(name)}`, { method: 'PUT', body, headers: { 'If-Match': `"${schedule.revision}"` } })
        : ask('/schedules', { method: 'POST', body }))
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
          pattern="[A-Za-z0-9_.\-]+"
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
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}
