import java.lang.reflect.Field;

/**
 * Starts Debian's JMeter 2.13, which by itself can open no plan: the XStream that it comes with
 * refuses every class that it was not told of.
 */
public class RunJMeter {
  public static void main(String[] arguments) throws Exception {
    String home = System.getProperty("jmeter.home");
    // both must be known before SaveService is loaded, which reads its properties then
    Class<?> utils = Class.forName("org.apache.jmeter.util.JMeterUtils");
    utils.getMethod("setJMeterHome", String.class).invoke(null, home);
    utils.getMethod("loadJMeterProperties", String.class)
        .invoke(null, home + "/bin/jmeter.properties");
    Class<?> service = Class.forName("org.apache.jmeter.save.SaveService");
    for (String name : new String[] {"JMXSAVER", "JTLSAVER"}) {
      Field field = service.getDeclaredField(name);
      field.setAccessible(true);
      Object reader = field.get(null);
      reader.getClass().getMethod("allowTypesByWildcard", String[].class)
          .invoke(reader, (Object) new String[] {"org.apache.**", "java.**"});
    }
    Object jmeter = Class.forName("org.apache.jmeter.JMeter").getDeclaredConstructor().newInstance();
    jmeter.getClass().getMethod("start", String[].class).invoke(jmeter, (Object) arguments);
  }
}
