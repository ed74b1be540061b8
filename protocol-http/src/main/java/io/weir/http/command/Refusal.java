package io.weir.http.command;

import io.weir.http.mapping.Problem;

/** A request that HTTP itself refuses, before anybody else is asked. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
