import type { Json } from './base'
import type { RunStatus } from './runs'

export type TreeNode = {
  name: string
  kind: 'step' | 'parallel' | 'sequence'
  when?: string
  description?: string
  uses?: string | null
  with?: { [key: string]: Json }
  timeout?: string
  attempts?: number
  limits?: string[]
  approval_role?: string
  undo?: TreeNode
  branches?: TreeNode[]
  steps?: TreeNode[]
  definition?: string | null
}

export type Tree = {
  name: string
  description?: string
  steps: TreeNode[]
  always?: TreeNode[]
  on_failure?: TreeNode[]
  [key: string]: unknown
}

export type Input = {
  name: string
  type: string
  required?: boolean
  default?: Json
  meaning?: string | null
  one_of?: Json[] | null
}

export type TemplateLine = {
  name: string
  description?: string | null
  origin: string
  shadows?: string | null
  inputs: number
  steps: number
  problem?: string | null
}

export type Template = {
  name: string
  description?: string | null
  origin: string
  editable: boolean
  format: 'yaml' | 'json'
  text: string
  tree?: Tree | null
  inputs: Input[]
  etag?: string | null
}

export type Problem = { line?: number | null; column?: number | null; message: string }

export type Check = { valid: boolean; problems: Problem[]; tree?: Tree | null; inputs?: Input[] }

export type Version = { version: number | string; at: string; actor?: string | null; message?: string | null }

export type Action = {
  /** With its major version: `bmc.check@1`. */
  name: string
  domain: string
  summary: string
  inputs: Input[]
  outputs?: Input[]
  /** What it does to the world, a line each. */
  effects?: string[]
  points_of_no_return?: { description: string; usual_seconds?: number | null }[]
}

export type Choice = { name: string; words: string }

export type TryOut = {
  id: string
  template: string
  server: string
  model: string
  fault?: string | null
  started_by: string
  started_at: string
  ended_at?: string | null
  cut_short?: string | null
  status: RunStatus
  phase: string
  run_id: string
  speed: number
  saw: {
    counts: { [kind: string]: number }
    happened: { after_seconds: number; kind: string; channel: string; detail: string }[]
    unsafe: string[]
  }
}

export type TryOuts = { available: boolean; servers: Choice[]; faults: Choice[]; at_once: number; items: TryOut[] }
