using System;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Samples;
using ContainerPolicy.Configuration;
using ContainerPolicy.Traffic;

namespace ContainerPolicy;

/// <summary>Keeps traffic running, and loads the policy anew whenever its file changes, until Ctrl+C.</summary>
internal sealed class PolicyWatch(SampleRun run, PolicyStore store, string path, PolicyFlows flows, PolicyPicture picture)
{
    public void Follow()
    {
        run.View.Say($"edit {path}: it is loaded when it changes (Ctrl+C ends)");
        string? last = null;
        while (true)
        {
            if (ReadChanged(ref last) is { } text)
                Load(text);
            flows.Open("live: open port", v6: false);
            run.View.Update(() => picture.Draw(flows));
            run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }

    private string? ReadChanged(ref string? last)
    {
        try
        {
            string text = File.ReadAllText(path);
            if (text == last)
                return null;
            last = text;
            return text;
        }
        catch (IOException)
        {
            return null; // an editor is writing it
        }
    }

    private void Load(string text)
    {
        IReadOnlyList<PolicyProblem> problems = store.Load(text);
        if (problems.Count == 0)
            picture.Text = text;
        run.View.Say(problems.Count == 0 ? $"{store.Current.Count} rules hold" : $"the policy stays as it was: {string.Join("; ", problems)}");
    }
}
