package io.weir.tests.twins;

/** How one test, or what holds it, came out for the one and for the other. */
record Step(Said left, Said right) {
  boolean isGood() {
    return left.isGood() && right.isGood();
  }

  @Override
  public String toString() {
    return "%s%nleft: %s %s%nright: %s %s%n"
        .formatted(left.test(), left.outcome(), left.failure(), right.outcome(), right.failure());
  }
}
