package io.weir.tests.twins;

/**
 * What a {@link SuiteRunner} says of the suite that it runs.
 *
 * @param test which, or what else; empty at a suite's end
 * @param outcome how it ended, or empty
 * @param failure why it failed, or empty
 * @param marked how many records of its own it has received so far
 */
record Said(What what, String test, String outcome, String failure, long marked) {
  enum What {
    /** A test is ready, and waits to be told to go on. */
    READY,
    ENDED,
    /** The suite is over. */
    DONE
  }

  /** Whether the other says the same, but for how it came out. */
  boolean isInStepWith(Said other) {
    return what == other.what && test.equals(other.test);
  }

  boolean isGood() {
    return outcome.equals("SUCCESSFUL");
  }
}
