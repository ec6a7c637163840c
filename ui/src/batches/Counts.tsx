import type { BatchSummary } from '../api/types'
import { State, type Tone } from '../parts/state'

// the worst first
const RESULTS: [string, Tone][] = [
  ['failed', 'bad'],
  ['refused', 'bad'],
  ['held', 'warn'],
  ['parked', 'warn'],
  ['running', 'run'],
  ['waiting', 'calm'],
  ['ready', 'done'],
  ['skipped', 'done'],
  ['cancelled', 'calm'],
]

export const toneOfResult = (result: string): Tone => RESULTS.find(([name]) => name === result)?.[1] ?? 'calm'

/** How many servers of a batch stand how. */
export function Counts({ of }: { of: BatchSummary }) {
  return (
    <span className="counts">
      {RESULTS.filter(([result]) => (of.counts[result] ?? 0) > 0).map(([result, tone]) => (
        <State key={result} kind={result} tone={tone} text={`${of.counts[result]} ${result}`} />
      ))}
      <span className="faint">of {of.total}</span>
    </span>
  )
}
