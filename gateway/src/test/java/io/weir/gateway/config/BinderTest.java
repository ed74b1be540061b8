package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class BinderTest {
  private static final String FILE =
      """
      tenant: acme
      users:
        - { name: ann, certificate: { subject: CN=ann } }
      access:
        - { allow: [publish], user: ann, topic: orders }
        - { deny: [consume], user: "*", topic: private }
      topics:
        - { name: orders }
      autoCreate: {}
      """;

  /** There may be thousands of files, and what is standard in one is so in all. */
  @Test
  void recordsAreMadeOfAFileWithLessThanItTakesToReadIt() {
    YamlNode root = read();
    bind(root); // finds out what is the same for all

    assertThat(allocated(() -> bind(root))).isLessThan(allocated(BinderTest::read));
  }

  private static YamlNode read() {
    Faults faults = new Faults();
    YamlNode root = new YamlReader("acme.yaml", faults).read(FILE);
    assertThat(faults.isEmpty()).isTrue();
    return root;
  }

  private static void bind(YamlNode root) {
    assertThat(new Binder(new Faults()).bind(root, TenantFile.class)).isNotNull();
  }

  /** Bytes, by this thread. */
  private static long allocated(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
