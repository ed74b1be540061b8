package io.weir.gateway.config;

import io.weir.core.unit.DataSize;

/** An amount of data, written like {@code 20MB}. */
public record Bytes(long count) {
  @Override
  public String toString() {
    return DataSize.format(count);
  }
}
