import { useEffect, useRef } from 'react'
import type { StepDetail } from '../api/types'
import { Mark, State } from '../parts/state'
import { duration, useNow } from '../parts/time'
import { Usual } from '../parts/usual'
import { sentence, words } from '../parts/words'
import { attemptSeconds, clockOf } from './timeline'

type Props = { steps: StepDetail[]; chosen: string | null; onChoose: (path: string) => void }

/** The steps as rows, attempts inside; the current one breathes. */
export function Timeline({ steps, chosen, onChoose }: Props) {
  const now = useNow()
  const list = useRef<HTMLOListElement>(null)
  const current = steps.find(step => step.status === 'running')?.path
  useEffect(() => {
    const row = current ? list.current?.querySelector<HTMLElement>('.running') : null
    const box = list.current?.parentElement
    if (row && box) box.scrollTop = row.offsetTop - box.clientHeight / 2
  }, [current])
  return (
    <ol className="timeline" aria-label="Steps" ref={list}>
      {steps.map((step, i) => (
        <Row
          key={step.path}
          step={step}
          now={now}
          chosen={chosen === step.path}
          onChoose={onChoose}
          head={step.kind !== steps[i - 1]?.kind && KINDS[step.kind ?? ''] ? step.kind : undefined}
        />
      ))}
    </ol>
  )
}

const KINDS: Record<string, string> = { always: 'on every ending', on_failure: 'if a step fails', undo: 'undone' }

function Row({
  step,
  now,
  chosen,
  onChoose,
  head,
}: {
  step: StepDetail
  now: number
  chosen: boolean
  onChoose: (path: string) => void
  head?: string
}) {
  const clock = clockOf(step, now)
  const attempts = step.attempts ?? []
  const depth = step.path.split('/').length - 1
  return (
    <li className={`step ${step.status}${step.in_point_of_no_return ? ' in-point' : ''}`}>
      {head && <p className="step-kind faint">{KINDS[head] ?? words(head)}</p>}
      <button
        type="button"
        className={`step-row d${Math.min(depth, 3)}`}
        aria-current={chosen ? 'step' : undefined}
        onClick={() => onChoose(step.path)}
      >
        <span className="step-number num">{step.number ?? ''}</span>
        <span className="step-words">
          <span className="step-name">{step.name}</span>
          <span className="faint small clip">
            {step.status === 'running' && step.last_progress ? step.last_progress : step.description}
          </span>
        </span>
        <span className="step-time">
          {clock.elapsed !== null ? (
            <Usual elapsed={clock.elapsed} usual={step.usual_seconds} live={clock.live} over={clock.late} />
          ) : (
            <span className="faint num usual-text">
              {step.usual_seconds ? `usually ${duration(step.usual_seconds)}` : ''}
            </span>
          )}
        </span>
        <span className="step-state">
          {!!step.points_of_no_return && !step.in_point_of_no_return && (
            <span className="hatch" title="has a point of no return">
              <span className="unseen">has a point of no return</span>
            </span>
          )}
          {step.in_point_of_no_return ? (
            <strong className="no-power">
              <Mark tone="point" />
              do not power off
            </strong>
          ) : (
            step.status !== 'pending' && <State kind={step.status} />
          )}
        </span>
      </button>
      {attempts.length > 1 || attempts.some(each => each.error) ? (
        <ol className="attempts" aria-label={`Attempts of ${step.name}`}>
          {attempts.map(attempt => (
            <li key={attempt.number} className={attempt.status}>
              <span className="num faint">{attempt.number}</span>
              <span className="num">{duration(attemptSeconds(attempt, now))}</span>
              <span className={attempt.error ? 'bad-ink wrap' : 'faint'}>
                {attempt.error ? sentence(attempt.error) : words(attempt.status)}
                {attempt.error_class && <span className="faint"> ({words(attempt.error_class.toLowerCase())})</span>}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {step.waits_for && <p className="waits">waits for {step.waits_for}</p>}
    </li>
  )
}
