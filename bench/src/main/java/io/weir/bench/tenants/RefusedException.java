package io.weir.bench.tenants;

import java.io.IOException;
import java.io.Serial;

/** The server answered, and the answer was no; the connection may still be there. */
final class RefusedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
