using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using BpfSharp.Samples;
using DdosPipeline.Checks;
using DdosPipeline.Language;
using DdosPipeline.Network;

namespace DdosPipeline;

/// <summary>A server is defended by signatures, which change while it is flooded.</summary>
internal sealed class DdosStory
{
    public const string CaptureOption = "--pcapng";

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    private readonly SampleRun _run;
    private readonly DefendedHost _host;
    private readonly FloodObject _flood;
    private readonly DdosSession _session;
    private readonly string _text;

    private DdosStory(SampleRun run, DefendedHost host, FloodObject flood, DdosSession session, string text) =>
        (_run, _host, _flood, _session, _text) = (run, host, flood, session, text);

    public static void Tell(SampleRun run)
    {
        var configuration = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "signatures.txt"));
        string text = configuration.Read();
        using var lab = new LabNetwork();
        using PipelineObject pipeline = PipelineLoader.Load();
        using FloodObject flood = FloodLoader.Load();
        using var session = new DdosSession(pipeline, run.Arguments.Files[CaptureOption], DefendedHost.Device, run.Sabotage);
        using var host = new DefendedHost(lab, pipeline, run.Sabotage != Sabotage.Detached);
        run.View.Say(host.Description);
        var story = new DdosStory(run, host, flood, session, text);
        foreach (SignatureProblem problem in session.Load(text))
            throw new SampleFailedException($"the signatures are not used: {problem}");
        if (run.Configuration is null)
            story.Show();
        if (!run.Check)
            story.Watch(configuration);
    }

    private void Show()
    {
        _run.View.Say("datagrams of sockets arrive, or never do");
        using (var traffic = new NumberedTraffic())
            SocketChecks.Run(_run, _host, traffic);
        Draw();
        _run.View.Say("SYNs and answers that floods are made of");
        FrameChecks.Run(_run, _host, _flood);
        Draw();
        _run.View.Say("what is too fast is dropped");
        RateChecks.Run(_run, _host);
        Draw();
        Samples();
        Mistake();
        if (_run.Fates.Holds || _run.Sabotage == Sabotage.Gap)
            new FloodChecks(_run, _host, _flood, _session).Run();
    }

    // Each signature reports its first match on a CPU and then one in so many; what finds no room is counted.
    private void Samples()
    {
        Thread.Sleep(s_settle);
        _session.ReadSamples();
        foreach ((string name, SignatureCounter total) in _session.ReadTotals().Where(static t => t.Value.Packets > 0))
        {
            long read = _session.Reported.GetValueOrDefault(name);
            bool isAll = read + (long)total.Lost == (long)total.Sampled && total.Sampled >= total.Packets / _session.Store.File.SampleEvery;
            _run.Fates.Add("samples of what matched", "are read or counted as lost", isAll ? null : $"{name}: {total.Packets} matched, {total.Sampled} sampled, {total.Lost} lost, {read} read", (int)total.Sampled);
        }
    }

    private void Mistake()
    {
        string[] bad = ["drop bad udp port 70000", "drop worse bytecode 2,48 0 0 9,6 0 0", "drop worst tcp payload 0 1g"];
        IReadOnlyList<SignatureProblem> problems = _session.Store.Load($"{_text}\n{string.Join('\n', bad)}");
        int[] lines = [.. bad.Select((_, i) => _text.Split('\n').Length + 1 + i)];
        if (!problems.Select(static p => p.Line).SequenceEqual(lines) || _session.Store.File.Signatures.Count == 0)
            _run.Fates.Problem($"bad lines were not found: {string.Join("; ", problems)}");
        _run.View.Say($"bad signatures are not used: {string.Join("; ", problems)}");
    }

    private void Draw()
    {
        _session.ReadSamples();
        _run.View.Update(_session.Draw);
        _run.Pause(TimeSpan.FromSeconds(1));
    }

    // Keeps packets coming, and loads the file anew whenever it changes, until Ctrl+C.
    private void Watch(ConfigurationFile configuration)
    {
        foreach (SignatureProblem problem in _session.Load(_text))
            throw new SampleFailedException($"the signatures are not used: {problem}");
        _run.View.Say($"edit {configuration.Path}: it is loaded when it changes (Ctrl+C ends)");
        while (true)
        {
            if (configuration.ReadChanged() is { } text)
            {
                IReadOnlyList<SignatureProblem> problems = _session.Load(text);
                _run.View.Say(problems.Count == 0 ? "the signatures hold" : $"the signatures stay as they were: {string.Join("; ", problems)}");
            }

            foreach (ushort port in (ushort[])[7001, 7003, 7004, 7007])
                RateChecks.Send(_host, new IPEndPoint(DefendedHost.ClientAddress(v6: false), 0), port, 20);
            _session.ReadSamples();
            _run.View.Update(_session.Draw);
            _run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }
}
