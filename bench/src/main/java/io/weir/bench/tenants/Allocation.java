package io.weir.bench.tenants;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.weir.bench.server.BenchException;
import java.io.IOException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The bytes that another JVM of this user has allocated on its heap, as it counts them itself. */
final class Allocation implements AutoCloseable {
  private final JMXConnector connector;
  private final ObjectName threads;

  /** Connects to a JVM that listens for this on loopback from now on. */
  @SuppressWarnings("BanJNDI") // The address is that of a process of our own.
  Allocation(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        connector =
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      } finally {
        machine.detach();
      }
      threads = new ObjectName("java.lang:type=Threading");
    } catch (IOException | AttachNotSupportedException | JMException e) {
      throw new BenchException("The server's JVM does not say what it allocates", e);
    }
  }

  /** By all its threads since its start, those that ended too. */
  long bytes() {
    try {
      return (long)
          connector.getMBeanServerConnection().getAttribute(threads, "TotalThreadAllocatedBytes");
    } catch (IOException | JMException e) {
      throw new BenchException("The server's JVM does not say what it allocates", e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new BenchException("The server ended", e);
    }
  }
}
