import { describe, expect, test } from 'vitest'
import { pastTime, pastTone, pastTook } from '../src/past/words'

describe('a time of the original', () => {
  test.each([
    ['2025-08-14T12:00:00.123456', '2025-08-14 12:00:00'],
    ['2025-08-14T12:00:00', '2025-08-14 12:00:00'],
    ['2025-08-14 12:00:00', '2025-08-14 12:00:00'],
    ['yesterday', 'yesterday'],
    ['2025-08-14T12:00:00Z', '2025-08-14T12:00:00Z'],
    ['', ''],
    [null, ''],
  ])('%s is shown as %s: no zone is made up', (text, shown) => expect(pastTime(text)).toBe(shown))
  test.each([
    ['2025-08-14T12:00:00.123456', '2025-08-14 12:21:07', '21m 07s'],
    ['2025-08-14T12:00:00', null, ''],
    ['soon', '2025-08-14 12:21:07', ''],
  ])('from %s to %s takes %s', (from, to, took) => expect(pastTook(from, to)).toBe(took))
})

describe('a status of the original', () => {
  test.each([
    ['completed', 'done'],
    ['SUCCESS', 'done'],
    ['FAILED', 'bad'],
    ['failure', 'bad'],
    ['interrupted', 'warn'],
    ['cancelled', 'calm'],
    ['On Fire', 'calm'],
    [null, 'calm'],
  ])('%s is %s', (status, tone) => expect(pastTone(status)).toBe(tone))
})
