package io.weir.testing;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that loses a buffer: every buffer is tracked, and what was lost is what the
 * collector finds.
 */
public final class Leaks implements BeforeAllCallback, AfterAllCallback {
  private final Queue<String> found = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((resourceType, records) -> found.add(resourceType + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    collectGarbage();
    // A lost buffer is reported when the next one is made.
    for (int i = 0; i < 10; i++) {
      PooledByteBufAllocator.DEFAULT.buffer().release();
    }
    ByteBufUtil.setLeakListener(null);
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    Assertions.assertThat(found).as("buffers that nobody released").isEmpty();
  }

  private static void collectGarbage() {
    var canary = new WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return canary.get() == null;
            });
  }
}
