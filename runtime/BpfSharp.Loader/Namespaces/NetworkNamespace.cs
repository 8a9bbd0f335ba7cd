using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace BpfSharp.Loader;

/// <summary>A network namespace, entered by a thread of its own: the namespace belongs to a thread, so code of a thread pool must never change it. Interfaces are
/// looked up in the namespace of the thread that attaches; links, maps and readers that were made here are used from anywhere.</summary>
/// <example><code>
/// using NetworkNamespace blue = NetworkNamespace.Open("blue");
/// using XdpLink link = await blue.RunAsync(() => firewall.Ingress.Attach("eth0"));
/// </code></example>
public sealed class NetworkNamespace : IDisposable
{
    private readonly NamespaceThread _thread;

    private NetworkNamespace(string path)
    {
        Path = path;
        _thread = new NamespaceThread(path);
    }

    /// <summary>The file that stands for the namespace.</summary>
    public string Path { get; }

    /// <summary>Enters a namespace.</summary>
    /// <param name="name">A name as <c>ip netns</c> lists it, or a path such as <c>/proc/1234/ns/net</c>.</param>
    /// <exception cref="BpfException">There is no such namespace, or the process lacks CAP_SYS_ADMIN.</exception>
    public static NetworkNamespace Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new NetworkNamespace(name.Contains('/', StringComparison.Ordinal) ? name : "/run/netns/" + name);
    }

    /// <summary>Enters the namespace of a process, for example a container's.</summary>
    /// <exception cref="BpfException">There is no such process, or this one lacks CAP_SYS_ADMIN.</exception>
    public static NetworkNamespace OfProcess(int processId) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/{processId}/ns/net"));

    /// <summary>Runs code inside, and waits for it. What it throws is thrown here.</summary>
    public T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (_thread.IsCurrent)
            return action();
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        _thread.Post(
            _ =>
            {
                try
                {
                    result = action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
                done.Set();
            },
            null);
        done.Wait();
        failure?.Throw();
        return result;
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Run(() =>
        {
            action();
            return 0;
        });
    }

    /// <summary>Runs code inside.</summary>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunAsync(() => Task.FromResult(action()));
    }

    /// <summary>Runs asynchronous code inside: it goes on there after each <c>await</c>, unless that says <c>ConfigureAwait(false)</c>.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread.Post(async _ =>
        {
            try
            {
                completion.SetResult(await action());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        }, null);
        return completion.Task;
    }

    /// <summary>Ends the thread after what it has been given so far. Links that were made on it stay.</summary>
    public void Dispose() => _thread.Dispose();
}
