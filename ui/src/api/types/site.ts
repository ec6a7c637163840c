import type { Role } from './base'

export type Schedule = {
  name: string
  cron: string
  zone: string
  template: string
  servers: string[]
  description?: string | null
  device_type?: string | null
  inputs?: { [key: string]: string }
  revision: number
  overlap: 'skip' | 'queue' | 'allow'
  missed: 'skip' | 'once'
  missed_limit_seconds?: number
  paused: boolean
  next?: string[]
  last?: Firing | null
  firings?: Firing[]
}

export type Firing = {
  fired_at: string
  cause: string
  outcome: string
  run_ids?: string[]
  starts: { server?: string | null; outcome: string; run_id?: string | null; message?: string | null }[]
}

export type BatchSummary = {
  name: string
  template: string
  state: 'running' | 'paused' | 'stopped' | 'cancelled' | 'done'
  why?: string | null
  max: number
  per_rack?: number | null
  stops_at?: number | null
  failures: number
  started_by: string
  start_time: string
  counts: { [result: string]: number }
  total: number
}

export type BatchServer = {
  server: string
  rack?: string | null
  result: string
  message?: string | null
  run_id?: string | null
  steps_completed?: number | null
  steps?: number | null
}

export type Batch = BatchSummary & { servers: BatchServer[] }

export type AuditEntry = {
  id: number | string
  at: string
  actor?: string | null
  action: string
  target?: string | null
  reason?: string | null
}

export type Setting = { name: string; value?: string | null; origin: string }

export type User = { name: string; role: Role; enabled: boolean; last_login_at?: string | null }

export type Token = {
  name: string
  role: Role
  expires_at?: string | null
  last_used_at?: string | null
  valid: boolean
}

export type AlertDelivery = {
  delivery: string
  receiver: string
  news: string
  cause: string
  count: number
  status: 'waiting' | 'sent' | 'undeliverable'
  attempts: number
  said?: string | null
  tried_at?: string | null
}

export type AlertReceiver = { receiver: string; to: string; events: string[]; last?: AlertDelivery | null }
export type Alerts = { receivers: AlertReceiver[]; deliveries: AlertDelivery[] }
export type AlertTrial = { receiver: string; to: string; delivered: boolean; said: string }
