/** Tests on text, and on lists that metadata holds. Null where a side is missing. */
import { areEqual, elementsOf, isList, textOfValue, type Value } from './value.ts';

export function isSameText(left: Value, right: Value): boolean | null {
  return ofTexts(left, right, (value, other) => value === other);
}

/** Of a list: whether it has that element. */
export function contains(left: Value, right: Value): boolean | null {
  if (!isList(left)) return ofTexts(left, right, (value, part) => value.includes(part));
  const wanted = textOfValue(right);
  return wanted === null ? null : elementsOf(left).includes(wanted);
}

export function startsWith(left: Value, right: Value): boolean | null {
  return ofTexts(left, right, (value, part) => value.startsWith(part));
}

export function endsWith(left: Value, right: Value): boolean | null {
  return ofTexts(left, right, (value, part) => value.endsWith(part));
}

/** Whether the value, or an element of a list, is among those of a list, or of a text with commas. */
export function isInArray(left: Value, right: Value): boolean | null {
  const values = isList(left) ? elementsOf(left) : [left];
  const among = isList(right) ? elementsOf(right) : textOfValue(right)?.split(',');
  if (left === null || among === undefined || values.some((one) => textOfValue(one) === null)) {
    return null;
  }
  return values.some((one) => among.some((other) => areEqual(one, other.trim()) === true));
}

function ofTexts(
  left: Value,
  right: Value,
  holds: (left: string, right: string) => boolean,
): boolean | null {
  const [one, other] = [textOfValue(left), textOfValue(right)];
  return one === null || other === null ? null : holds(one, other);
}
