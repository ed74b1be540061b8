package io.weir.tests.twins;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs suites in the two JVMs of a pair, in step: each test begins when both have come to it. */
final class Twins implements AutoCloseable {
  private final Twin left;
  private final Twin right;

  Twins(Pair pair, List<SharedByTwins> servers) throws IOException {
    this.left = new Twin(pair.left(), options(servers, pair.left()));
    this.right = new Twin(pair.right(), options(servers, pair.right()));
  }

  private static List<String> options(List<SharedByTwins> servers, String tenant) {
    return servers.stream().flatMap(server -> server.options(tenant).stream()).toList();
  }

  /** How each test of a suite came out. Fails where the two do not find the same tests. */
  List<Step> run(Class<?> suite) throws InterruptedException {
    left.run(suite);
    right.run(suite);
    List<Step> steps = new ArrayList<>();
    while (true) {
      Step step = new Step(left.next(), right.next());
      if (!step.left().isInStepWith(step.right())) {
        throw new AssertionError("out of step:\n" + step.left() + "\n" + step.right());
      }
      switch (step.left().what()) {
        case READY -> {
          left.go();
          right.go();
        }
        case ENDED -> steps.add(step);
        case DONE -> {
          return steps;
        }
      }
    }
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
