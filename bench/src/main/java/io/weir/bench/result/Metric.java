package io.weir.bench.result;

/**
 * Something that is measured.
 *
 * @param name what, in a few words
 * @param unit in which
 * @param decimals that it is worth printing with
 * @param better which way is better
 * @param inVerdict whether the verdict of a run speaks of it
 */
public record Metric(String name, String unit, int decimals, Better better, boolean inVerdict) {
  /** Which way is better. */
  public enum Better {
    LOWER,
    HIGHER,
    /** It tells how far to trust the rest, and is not compared. */
    NEITHER
  }

  /** A metric that is compared and in the verdict, the smaller the better. */
  public static Metric verdict(String name, String unit, int decimals) {
    return new Metric(name, unit, decimals, Better.LOWER, true);
  }

  /** A metric that is compared, but not in the verdict. */
  public static Metric compared(String name, String unit, int decimals, Better better) {
    return new Metric(name, unit, decimals, better, false);
  }

  /** A metric that is printed for information. */
  public static Metric shown(String name, String unit, int decimals) {
    return new Metric(name, unit, decimals, Better.NEITHER, false);
  }
}
