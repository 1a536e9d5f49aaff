/** Times stay in UTC; what they are called, and which of them begin a day, is the exchange's. */
import { defaultHorzScaleBehavior, type Time, type TimeScalePoint } from "lightweight-charts";
import { offsetAt } from "./zone";

const Base = defaultHorzScaleBehavior();

/** Of what `originalTime` is; the library's type does not say. */
const secondsOf = (point: TimeScalePoint): number => Number(point.originalTime);

export class ZonedTimeScale extends Base {
  zone = "UTC";

  /** Days, months and years begin when they do on the exchange. */
  override fillWeightsForPoints(points: readonly Mutable[], from: number): void {
    const moved = points.map((point) => {
      const at = secondsOf(point);
      const wall = (at + offsetAt(at, this.zone)) as Time;
      return { ...point, time: this.convertHorzItemToInternal(wall) };
    });
    super.fillWeightsForPoints(moved, from);
    for (const [index, point] of moved.entries()) {
      const shown = points[index];
      if (shown && index >= from) shown.timeWeight = point.timeWeight;
    }
    // The first is guessed anew by the library whenever all points are.
  }
}

type Mutable = { -readonly [Key in keyof TimeScalePoint]: TimeScalePoint[Key] };
