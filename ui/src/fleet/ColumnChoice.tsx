import { useEffect, useRef } from 'react'
import { COLUMNS } from './columns'

/** Which columns are shown; kept in this browser. */
export function ColumnChoice({ chosen, onChoose }: { chosen: string[]; onChoose: (keys: string[] | null) => void }) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const away = (event: Event) => {
      if (box.current?.open && !box.current.contains(event.target as Node)) box.current.open = false
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [])
  return (
    <details className="columns" ref={box}>
      <summary className="button">Columns</summary>
      <fieldset className="columns-list">
        <legend className="unseen">Columns</legend>
        {COLUMNS.map(column => (
          <label key={column.key} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(column.key)}
              disabled={column.key === 'name'}
              onChange={event =>
                onChoose(event.target.checked ? [...chosen, column.key] : chosen.filter(key => key !== column.key))
              }
            />
            {column.name}
          </label>
        ))}
        <button type="button" onClick={() => onChoose(null)}>
          As it came
        </button>
      </fieldset>
    </details>
  )
}
