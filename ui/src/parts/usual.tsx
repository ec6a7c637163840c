import { about, duration } from './time'

/**
 * How much of a bar is filled and where its mark stands: the bar is as long as the longer of both and a
 * quarter more than usual, so that one can see it run over.
 */
export function bar(elapsed: number, usual: number | null | undefined): { fill: number; mark: number | null } {
  if (!usual || usual <= 0) return { fill: 0, mark: null }
  const whole = Math.max(usual * 1.25, elapsed)
  return { fill: Math.min(1, elapsed / whole), mark: usual / whole }
}

type Props = {
  elapsed: number | null | undefined
  usual: number | null | undefined
  live?: boolean
  over?: boolean
  text?: boolean
}

/** Waited against usual, as a bar and in words. */
export function Usual({ elapsed, usual, live, over, text = true }: Props) {
  if (elapsed == null) return <span className="faint">–</span>
  const { fill, mark } = bar(elapsed, usual)
  const late = over ?? (!!usual && elapsed > usual)
  return (
    <span className="usual">
      <span
        className={`usual-bar${late ? ' late' : ''}${live ? ' live' : ''}${mark === null ? ' unknown' : ''}`}
        aria-hidden="true"
      >
        <span className="usual-fill" style={{ inlineSize: `${fill * 100}%` }} />
        {mark !== null && <span className="usual-mark" style={{ insetInlineStart: `${mark * 100}%` }} />}
      </span>
      {text && (
        <span className="usual-text">
          <span className={late ? 'num warn-ink' : 'num'}>{duration(elapsed)}</span>
          {usual ? <span className="faint"> usually {about(usual)}</span> : null}
        </span>
      )}
    </span>
  )
}
