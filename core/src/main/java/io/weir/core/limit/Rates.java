package io.weir.core.limit;

/** How many messages may flow, and how many bytes of them. */
public record Rates(Rate messages, Rate bytes) {
  /** As many as come. */
  public static final Rates UNLIMITED = new Rates(Rate.UNLIMITED, Rate.UNLIMITED);
}
