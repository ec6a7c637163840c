import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask } from '../api/client'
import type { Check } from '../api/types'

/** The service's opinion of a text, asked a moment after the last letter. */
export function useCheck(text: string) {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  const check = useQuery({
    queryKey: ['check', settled],
    queryFn: ({ signal }) =>
      ask<Check>('/templates/check', { method: 'POST', body: { text: settled, format: 'yaml' }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    retry: false,
  })
  return { ...check, fresh: settled === text && !check.isFetching }
}
