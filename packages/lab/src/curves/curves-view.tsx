export function CurvesView() {
  return null;
}
