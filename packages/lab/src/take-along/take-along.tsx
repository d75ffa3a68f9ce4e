export function TakeAlong() {
  return null;
}
