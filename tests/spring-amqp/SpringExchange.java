import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;
import org.springframework.boot.amqp.health.RabbitHealthIndicator;

/**
 * What a template of Spring AMQP publishes, containers of it receive, reject and answer.
 *
 * <p>Arguments: the URL of a server and a name for what is declared.
 */
class SpringExchange {
  private static final long WAIT = 30_000;

  private final String name;
  private final String dead;
  private final String questions;
  private final CachingConnectionFactory connections;
  private final RabbitAdmin admin;
  private final RabbitTemplate template;

  private SpringExchange(URI url, String name) {
    this.name = name;
    this.dead = name + "-dead";
    this.questions = name + "-questions";
    connections = new CachingConnectionFactory(url);
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    admin = new RabbitAdmin(connections);
    template = new RabbitTemplate(connections);
    template.setMandatory(true);
    template.setReplyTimeout(WAIT);
  }

  public static void main(String[] arguments) throws Exception {
    SpringExchange exchange = new SpringExchange(URI.create(arguments[0]), arguments[1]);
    exchange.declare();
    exchange.publish();
    exchange.consume();
    exchange.ask();
    exchange.lookAfterHealth();
    exchange.delete();
    System.exit(0);
  }

  private void declare() {
    Queue queue =
        QueueBuilder.durable(name).deadLetterExchange("").deadLetterRoutingKey(dead).build();
    DirectExchange exchange = new DirectExchange(name);
    admin.declareQueue(new Queue(dead));
    admin.declareQueue(new Queue(questions));
    admin.declareQueue(queue);
    admin.declareExchange(exchange);
    admin.declareBinding(BindingBuilder.bind(queue).to(exchange).with("orders"));
    System.out.println("declared " + admin.getQueueInfo(name).getMessageCount());
  }

  private void publish() throws Exception {
    for (String body : List.of("good", "bad", "better")) {
      CorrelationData correlation = new CorrelationData(body);
      template.convertAndSend(name, "orders", body, correlation);
      System.out.println(
          "confirmed " + correlation.getFuture().get(WAIT, TimeUnit.MILLISECONDS).ack());
    }
    CorrelationData correlation = new CorrelationData("back");
    template.convertAndSend(name, "nowhere", "back", correlation);
    boolean confirmed = correlation.getFuture().get(WAIT, TimeUnit.MILLISECONDS).ack();
    System.out.println(
        "confirmed " + confirmed + ", returned " + correlation.getReturned().getReplyCode());
  }

  private void consume() throws Exception {
    CountDownLatch left = new CountDownLatch(3);
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(name);
    container.setPrefetchCount(2);
    container.setMessageListener(
        message -> {
          String body = new String(message.getBody());
          System.out.println("received " + body);
          left.countDown();
          if (body.equals("bad")) {
            throw new AmqpRejectAndDontRequeueException("as it should");
          }
        });
    container.start();
    System.out.println("all " + left.await(WAIT, TimeUnit.MILLISECONDS));
    container.stop();
    Message letter = template.receive(dead, WAIT);
    Map<String, ?> death = letter.getMessageProperties().getXDeathHeader().getFirst();
    System.out.println("dead " + new String(letter.getBody()) + " " + death.get("reason"));
  }

  private void ask() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(questions);
    container.setMessageListener(new MessageListenerAdapter(new Answers()));
    container.start();
    System.out.println(template.convertSendAndReceive("", questions, "question"));
    container.stop();
  }

  /** Whose method the adapter calls. */
  public static final class Answers {
    public String handleMessage(String question) {
      return "answer to " + question;
    }
  }

  private void lookAfterHealth() {
    var health = new RabbitHealthIndicator(template).health();
    System.out.println("health " + health.getStatus() + " " + health.getDetails().keySet());
  }

  private void delete() {
    for (String queue : List.of(name, dead, questions)) {
      admin.deleteQueue(queue);
    }
    admin.deleteExchange(name);
    connections.destroy();
    System.out.println("closed");
  }
}
