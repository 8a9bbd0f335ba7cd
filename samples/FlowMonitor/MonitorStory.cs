using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using BpfSharp.Samples;
using FlowMonitor.Checks;
using FlowMonitor.Network;
using FlowMonitor.Output;

namespace FlowMonitor;

/// <summary>A server's flows are counted and reported in all ways, under load too.</summary>
internal sealed class MonitorStory
{
    public const string JsonOption = "--json";
    public const string CaptureOption = "--pcapng";

    private const int Transfer = 4_000_000;

    private static readonly TimeSpan s_epoch = TimeSpan.FromSeconds(1);

    private readonly SampleRun _run;
    private readonly MonitoredHost _host;
    private readonly MonitorSession _session;
    private readonly NumberedTraffic _traffic;
    private readonly string _text;

    private MonitorStory(SampleRun run, MonitoredHost host, MonitorSession session, NumberedTraffic traffic, string text) =>
        (_run, _host, _session, _traffic, _text) = (run, host, session, traffic, text);

    public static void Tell(SampleRun run)
    {
        var configuration = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "monitor.txt"));
        string text = configuration.Read();
        using var lab = new LabNetwork();
        using MonitorObject monitor = MonitorLoader.Load();
        var files = new MonitorFiles(run.Arguments.Files[JsonOption], run.Arguments.Files[CaptureOption], MonitoredHost.Device);
        using var session = new MonitorSession(monitor, files);
        using var host = new MonitoredHost(lab, monitor, run.Sabotage);
        run.View.Say(host.Description);
        using var traffic = new NumberedTraffic();
        var story = new MonitorStory(run, host, session, traffic, text);
        story.Load(text);
        if (run.Configuration is null)
            story.Show();
        if (!run.Check)
            story.Watch(configuration);
    }

    private void Show()
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            foreach (ushort port in (ushort[])[Ports.In, Ports.ClosedIn])
                _traffic.AddWitness("server", _host.Server, new IPEndPoint(MonitoredHost.ServerAddress(v6), port));
            foreach (ushort port in (ushort[])[Ports.Out, Ports.ClosedOut])
                _traffic.AddWitness("client", _host.Client, new IPEndPoint(MonitoredHost.ClientAddress(v6), port));
        }

        var reports = new ReportChecks(_run, _host, _traffic, _text);
        var accounts = new AccountChecks(_run, _host, _session);
        foreach (string path in (string[])["perf", "ring"])
        {
            Report(reports, $"{path}, whole", $"whole by {path}", static length => length);
            Report(reports, $"{path}, truncated", $"truncated 96 by {path}", static length => Math.Min(length, 96));
            Report(reports, $"{path}, metadata", $"metadata by {path}", static _ => 0);
            if (!_run.Fates.Holds)
                break; // nothing is attached: what follows would only wait for its limits
            Load(Everything($"whole by {path}"));
            accounts.Flood(path, (ushort)(path == "perf" ? 6001 : 6002));
        }

        _traffic.WriteFates(_run.Fates);
        using var server = new TcpEchoServer(_host.Server, new IPEndPoint(MonitoredHost.ServerAddress(v6: false), Ports.Tcp));
        Load(_text);
        if (_run.Fates.Otherwise == 0)
            accounts.Connections(server, Transfer);
        Mistake();
        accounts.Balance();
    }

    private void Report(ReportChecks reports, string name, string capture, Func<int, int> captured)
    {
        _run.View.Say($"every packet is reported: {name}");
        Load(Everything(capture));
        _session.Settle();
        reports.Check(name, captured, _session.ReadEvents, () =>
        {
            _traffic.Settle();
            _run.View.Update(() => MonitorPicture.Draw(_session));
            return _session.Settle();
        });
        _run.Pause(TimeSpan.FromSeconds(1));
    }

    // The same lines, so that rules keep their numbers.
    private string Everything(string capture)
    {
        string[] lines = _text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("sample", StringComparison.Ordinal))
                lines[i] = "sample 1 in 1";
            else if (lines[i].StartsWith("capture", StringComparison.Ordinal))
                lines[i] = $"capture {capture}";
        }

        return string.Join('\n', lines);
    }

    private void Mistake()
    {
        IReadOnlyList<ConfigurationProblem> problems = _session.Load($"{_text}\ndeny ingress udp port 70000");
        if (problems.Count != 1 || problems[0].Line != _text.Split('\n').Length + 1)
            _run.Fates.Problem($"a bad line was not found: {string.Join("; ", problems)}");
        _run.View.Say($"a bad configuration is not used: {string.Join("; ", problems)}");
    }

    private void Load(string text)
    {
        foreach (ConfigurationProblem problem in _session.Load(text))
            throw new SampleFailedException($"the configuration is not used: {problem}");
    }

    // Keeps packets coming, and loads the file anew whenever it changes, until Ctrl+C.
    private void Watch(ConfigurationFile configuration)
    {
        _run.View.Say($"edit {configuration.Path}: it is loaded when it changes (Ctrl+C ends)");
        DateTime epochEnds = DateTime.UtcNow + s_epoch;
        while (true)
        {
            if (configuration.ReadChanged() is { } text)
            {
                IReadOnlyList<ConfigurationProblem> problems = _session.Load(text);
                _run.View.Say(problems.Count == 0 ? "the configuration holds" : $"the configuration stays as it was: {string.Join("; ", problems)}");
            }

            IcmpEcho.Ping(_host.Client, MonitoredHost.ServerAddress(v6: false));
            UdpFlood.Send(_host.Client, new IPEndPoint(MonitoredHost.ClientAddress(v6: false), 0), new IPEndPoint(MonitoredHost.ServerAddress(v6: false), Ports.ClosedIn), 2, 100);
            UdpFlood.Send(_host.Server, new IPEndPoint(MonitoredHost.ServerAddress(v6: true), 0), new IPEndPoint(MonitoredHost.ClientAddress(v6: true), Ports.Out), 5, 400);
            _session.ReadEvents();
            if (DateTime.UtcNow > epochEnds)
            {
                _session.EndEpoch();
                epochEnds += s_epoch;
            }

            _run.View.Update(() => MonitorPicture.Draw(_session));
            _run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }
}
