import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/client'
import { Dialog } from './dialog'
import { ErrorNote } from './notes'
import { say } from './said'

type Props = { what: string; name: string; list: string; effect: string; onClose: () => void }

/** Deletes what is behind a path, after saying what that means. */
export function DeleteDialog({ what, name, list, effect, onClose }: Props) {
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const submit = async () => {
    try {
      await ask(what, { method: 'DELETE' })
      say(`${name} deleted.`)
      client.invalidateQueries({ queryKey: [list] })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog
      title={`Delete ${name}`}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="main grave">
            Delete
          </button>
        </>
      }
    >
      <p className="effect">{effect}</p>
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}
